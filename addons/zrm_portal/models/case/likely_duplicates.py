from odoo import api, models
from odoo.fields import Domain

from odoo.addons.zrm_base.tools import persian

from ...domain.public_report import discreet

# Cases that are still to be answered; whoever joins these hears of the answer.
JOINED_STATES = ("new", "triage", "open", "waiting")


class ZrmCase(models.Model):
    _inherit = "zrm.case"

    @api.model
    def _likely_same(self, vals, limit=3):
        """Cases that others brought and that are likely the same trouble.

        Compared as on the operator's screen, but a visitor reads only what any
        passer-by may: no names, no numbers.

        :param dict vals: ``subject_id``, ``region_id``, ``address`` of the new one
        :return: list of dicts ``id``, ``name``, ``region``, ``address``,
            ``received_at``, ``state``, ``joined``, the likeliest first
        """
        subject = self.env["zrm.subject"].sudo().browse(vals.get("subject_id") or [])
        if not subject or subject._cached("is_sensitive") or subject._cached("hides_reporter"):
            return []
        likely = self._likely_duplicates(vals, Domain("state", "in", JOINED_STATES))
        return [
            # In the visitor's language.
            case.with_context(lang=self.env.lang)._public_summary()
            for case in likely[:limit]
        ]

    def _public_summary(self):
        """What somebody else may read of this case."""
        self.ensure_one()
        is_at_work = self.state in ("open", "waiting")
        return {
            "id": self.id,
            "name": discreet(self.name),
            "region": self.region_id._labels().get(self.region_id.id),
            "address": discreet(self.address),
            "received_at": self.received_at,
            "state": self.env._("Being worked on") if is_at_work else self.env._("Registered"),
            "joined": self.joined_count
            and self.env._(
                "said me too: %s",
                persian.to_persian_digits(self.joined_count)
                if (self.env.lang or "").startswith("fa")
                else self.joined_count,
            ),
        }
