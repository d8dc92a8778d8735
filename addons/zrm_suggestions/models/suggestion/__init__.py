"""The suggestion: its fields (``zrm_suggestion``) and its life, one concern per file."""

from . import zrm_suggestion

from . import (  # isort: skip
    duplicates,
    intake,
    lifecycle,
    phases,
    search,
    staff_notes,
    telling,
    withholding,
    zrm_suggestion_author,
    zrm_suggestion_event,
    zrm_suggestion_version,
)
