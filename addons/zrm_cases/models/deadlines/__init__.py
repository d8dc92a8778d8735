"""The clocks of a case, what is missed, and who is told."""

from . import clocks, deadline, escalation
