"""The case: its fields (``zrm_case``), how it comes in and moves, and who sees it."""

from . import zrm_case

from . import (  # isort: skip
    conversation,
    departure,
    files,
    guards,
    intake,
    questions,
    register,
    search,
    sight,
    workflow,
    zrm_case_event,
    zrm_referral,
)
