"""Participation: what is published of a suggestion, voices, comments, followers, and the public
page of what became of it."""

from . import res_company, res_config_settings, zrm_suggestion_publication

from . import (  # isort: skip
    opening,
    public_data,
    public_list,
    voices,
    zrm_suggestion_comment,
    zrm_suggestion_follow,
    zrm_suggestion_news,
    zrm_suggestion_recount,
    zrm_suggestion_support,
)
