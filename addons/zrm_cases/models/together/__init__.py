"""Many cases, one matter: a systemic problem, merged cases, likely doubles."""

from . import likely_duplicates, merging, systemic
