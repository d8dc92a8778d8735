from . import conflicts, idea_form, lifecycle, public_text, rewards, scoring, shares, telling
