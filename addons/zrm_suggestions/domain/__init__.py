from . import conflicts, delays, lifecycle, rewards, scoring, shares, telling
