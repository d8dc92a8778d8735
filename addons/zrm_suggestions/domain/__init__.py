from . import (
    conflicts,
    delays,
    idea_form,
    lifecycle,
    public_text,
    rewards,
    scoring,
    shares,
    telling,
)
