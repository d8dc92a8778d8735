"""The citizen's report before it becomes a case."""

from . import ir_attachment, zrm_case_draft

from . import citizen, send, steps  # isort: skip
