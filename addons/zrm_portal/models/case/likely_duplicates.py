from odoo import api, models
from odoo.fields import Domain

from odoo.addons.zrm_base.tools import persian

from ...domain.public_report import discreet

# States before the answer; those who join will receive it.
JOINED_STATES = ("new", "triage", "open", "waiting")


class ZrmCase(models.Model):
    _inherit = "zrm.case"

    @api.model
    def _likely_same(self, vals, limit=3):
        """Cases of others that probably report the same problem.

        Compared as on the operator's screen, but visitors see no names or numbers.

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
        """The data of this case that others may read."""
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
