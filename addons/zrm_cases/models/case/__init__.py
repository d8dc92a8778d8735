"""The case: its fields (``zrm_case``) and its behaviour, one concern per file."""

from . import zrm_case

from . import (  # isort: skip
    approval,
    conversation,
    deadline,
    departure,
    files,
    guards,
    hidden_afterwards,
    intake,
    likely_duplicates,
    merging,
    objection,
    outcome,
    questions,
    register,
    reporter,
    reporter_contact,
    responsibility,
    search,
    secret_number,
    sight,
    systemic,
    verdict,
    who_may_open,
    workflow,
    zrm_case_approval,
    zrm_case_event,
    zrm_referral,
)
