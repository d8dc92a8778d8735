"""What a citizen sees of a case and does with it."""

from . import conversation, likely_duplicates, links, res_partner, tracking
