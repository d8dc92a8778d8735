"""The citizen's view of a case and actions on it."""

from . import conversation, likely_duplicates, links, merged, res_partner, tracking
