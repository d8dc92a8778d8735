"""Rooms: the suggestion itself, its evaluation, the committee, carrying
out, what is set up; the citizen's side, and participation."""

from . import configuration  # isort: skip
from . import suggestion  # isort: skip
from . import evaluation  # isort: skip
from . import committee  # isort: skip
from . import realisation  # isort: skip
from . import citizen_side  # isort: skip
from . import participation  # isort: skip
from . import core  # isort: skip
from . import scheme  # isort: skip
