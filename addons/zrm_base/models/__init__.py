# Folders, in the order in which they build on each other.
from . import shared

from . import organization  # isort: skip

from . import citizen  # isort: skip

from . import core  # isort: skip
