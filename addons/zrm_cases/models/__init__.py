# Folders, in the order in which they build on each other.
from . import core

from . import configuration  # isort: skip

from . import case  # isort: skip

from . import deciding, deadlines, secrecy, together  # isort: skip

from . import correspondence  # isort: skip

from . import desk  # isort: skip
