"""The committee: its sessions and what it decides; publishing, and objections of authors."""

from . import zrm_suggestion_decision, zrm_suggestion_objection, zrm_suggestion_session

from . import deciding  # isort: skip
