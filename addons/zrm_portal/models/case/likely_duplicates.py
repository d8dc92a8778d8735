from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.zrm_base.tools import persian

from ..domain import likeness
from ..domain.public_report import discreet

# Cases that are still to be answered; whoever joins these hears of the answer.
JOINED_STATES = ("new", "triage", "open", "waiting")


class ZrmCase(models.Model):
    _inherit = "zrm.case"

    @api.model
    def _likely_same(self, vals, limit=3):
        """Cases that others brought and that are likely the same trouble.

        Compared as on the operator's screen (``zrm.case.quick``), but a visitor
        is told only what any passer-by may read: nothing confidential, nothing
        of a hidden reporter, no names, no numbers.

        :param dict vals: ``subject_id``, ``region_id``, ``address`` of the new one
        :return: list of dicts ``id``, ``name``, ``region``, ``address``,
            ``received_at``, ``state``, ``joined``, the likeliest first
        """
        subject = self.env["zrm.subject"].sudo().browse(vals.get("subject_id") or [])
        region = self.env["zrm.region"].sudo().browse(vals.get("region_id") or [])
        if not subject or subject.is_sensitive or subject.hides_reporter:
            return []
        Quick, now = self.env["zrm.case.quick"], fields.Datetime.now()
        new = Quick._plain(region, vals.get("address"), [])
        if not (new["regions"] or new["address"]):
            return []
        near = Quick._open_cases(
            Domain("subject_id", "=", subject.id)
            & Domain("state", "in", JOINED_STATES)
            & Domain("received_at", ">=", now - timedelta(days=likeness.WITHIN_DAYS))
        )
        ranked = []
        for case in near:
            if score := likeness.likeness(new, Quick._known(case, now)):
                ranked.append((score, case.id, case))
        ranked.sort(key=lambda entry: entry[:2], reverse=True)
        return [
            # In the visitor's language.
            case.with_context(lang=self.env.lang)._seen_by_neighbours()
            for _score, _id, case in ranked[:limit]
        ]

    def _seen_by_neighbours(self):
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
