"""The citizen's side: the form until it is a suggestion, co-authors that were named, following
it by code, and cases that became suggestions."""

from . import (
    ir_attachment,
    zrm_subject,
    zrm_suggestion_coauthor,
    zrm_suggestion_draft,
)

from . import case_follows, pages, reading, sending, tracking  # isort: skip
