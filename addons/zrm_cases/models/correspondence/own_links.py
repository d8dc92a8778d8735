import re

from markupsafe import Markup

from odoo import api, models

# Links to the citizens' pages, also as other programs write them into their own links. The
# part before is limited, so that a long text without spaces costs no more.
OWN_LINK = re.compile(
    r"""(?:https?(?::|%3A)(?:/|%2F){2}[^\s"'<>]{0,300}?)?
        (?:/|%2F)zrm(?:/|%2F)(?:verdict|track|case|report|file)\b[^\s"'<>]*""",
    re.IGNORECASE | re.VERBOSE,
)
CUT = "[…]"
# What mail programs put between the letters of a long word: line ends, quote signs, tags.
BETWEEN = r"(?:[\s>=]|&gt;|<[^>]{0,200}>)*"


class ZrmCase(models.Model):
    """The links in our messages open a citizen's pages. They come back in quoted mails and
    are cut out before staff read them."""

    _inherit = "zrm.case"

    @api.model
    def _cut_own_links_of(self, values):
        """Cuts the links out of a message that comes in, in place.

        :param dict values: of a ``mail.message``
        """
        if body := values.get("body"):
            case = self.browse(values.get("res_id") or [])
            clean = case._without_own_links(str(body))
            if clean != body:
                values["body"] = Markup(clean) if isinstance(body, Markup) else clean

    def _without_own_links(self, text):
        """The text (plain or HTML) without links to citizens' pages and their secrets."""
        if not text:
            return text
        # First: the link may be broken in two within its secret.
        for secret in self._link_secrets() if self else ():
            text = re.sub(BETWEEN.join(map(re.escape, secret)), CUT, text)
        return OWN_LINK.sub(CUT, text) if "zrm" in text.lower() else text

    def _link_secrets(self):
        """Hook: secrets that open pages of this case by a link."""
        return []
