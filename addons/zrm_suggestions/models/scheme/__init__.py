"""The scheme as a whole, by which it is judged each year: what came in, what was accepted and
carried out, how long each phase took, what it brought and cost."""

from . import (
    zrm_suggestion_fact,
    zrm_suggestion_passage,
    zrm_suggestion_tile,
    zrm_suggestion_year,
)

from . import passing  # isort: skip
