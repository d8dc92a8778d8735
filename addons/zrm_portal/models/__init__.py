# Folders, in the order in which they build on each other.
from . import choices

from . import case  # isort: skip

from . import report  # isort: skip
