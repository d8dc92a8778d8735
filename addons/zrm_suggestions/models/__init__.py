"""Rooms: the suggestion itself, its evaluation, what is set up for both."""

from . import configuration  # isort: skip
from . import suggestion  # isort: skip
from . import evaluation  # isort: skip
from . import core  # isort: skip
