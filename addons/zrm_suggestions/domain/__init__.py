from . import conflicts, lifecycle, rewards, scoring, shares, telling
