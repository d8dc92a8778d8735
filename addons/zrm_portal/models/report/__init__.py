"""A citizen's report until it is a case."""

from . import zrm_case_draft

from . import citizen, send, steps  # isort: skip
