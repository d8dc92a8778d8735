"""Who judges an answer before it goes out, what the citizen says to it, how a case ends."""

from . import (
    approval,
    objection,
    outcome,
    responsibility,
    verdict,
    zrm_case_approval,
)
