"""The committee: its sessions, agenda and votes, what it decides; publishing, and objections of
authors."""

from . import zrm_suggestion_decision, zrm_suggestion_objection, zrm_suggestion_session

from . import (  # isort: skip
    zrm_suggestion_item,
    zrm_suggestion_vote,
    ballot,
    voting,
    deciding,
    publishing,
    objecting,
)
