from . import conflicts, lifecycle, scoring, shares, telling
