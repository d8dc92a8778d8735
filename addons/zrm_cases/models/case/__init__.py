"""What a case is (``zrm_case``), and what it does, one concern a file."""

from . import zrm_case

from . import (  # isort: skip
    deadline,
    files,
    intake,
    likely_duplicates,
    objection,
    outcome,
    questions,
    register,
    reporter,
    search,
    secret_number,
    sight,
    verdict,
    workflow,
    zrm_case_event,
    zrm_referral,
)
