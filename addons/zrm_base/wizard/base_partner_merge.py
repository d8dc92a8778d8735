from odoo import fields, models
from odoo.exceptions import UserError

from ..const import CHECKED, PROOFS


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Odoo's merge, extended by the data of citizens."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        partners = self.env["res.partner"].browse(partner_ids).exists()
        citizens = partners.filtered("is_citizen")
        if len(partners) < 2 or not citizens:
            return super()._merge(partner_ids, dst_partner, extra_checks)
        if not self.env.su and not self.env.user.has_group("zrm_base.group_oversight"):
            raise UserError(self.env._("Citizens' files are merged by oversight only."))
        if citizens != partners:
            raise UserError(
                self.env._(
                    "A citizen's file and an ordinary contact cannot be merged: they are kept "
                    "under different rules."
                )
            )
        if any(not one._shares_files_with(other) for one in partners for other in partners):
            raise UserError(
                self.env._(
                    "These files belong to different companies, which keep their citizens apart; "
                    "they are not merged."
                )
            )
        if not dst_partner or dst_partner not in partners:
            dst_partner = self._get_ordered_partner(partners.ids)[-1]
        sources = partners - dst_partner
        # sudo: oversight merges; the rows are written by nobody.
        self.env["zrm.contact.former"].sudo()._keep(sources.sudo(), dst_partner.sudo())
        self._merge_citizen_identity(sources, dst_partner)
        self._merge_citizen_relations(sources, dst_partner)
        self._merge_citizen_records(sources, dst_partner)
        claimed = self._unproved_addresses(sources | dst_partner)
        # Different e-mail addresses are allowed: oversight has decided that both files are
        # one citizen. Core writes whatever a partner has.
        wizard = self.with_context(zrm_file_checked=CHECKED)
        dst_partner = dst_partner.with_env(wizard.env)
        result = super(BasePartnerMergeAutomaticWizard, wizard)._merge(
            partner_ids, dst_partner, extra_checks=False
        )
        self._merge_claims(dst_partner, claimed)
        return result

    def _unproved_addresses(self, partners):
        """The addresses that none of these files has proved: set of (kind, value)."""
        claimed, proved = set(), set()
        for partner in partners.sudo():
            for kind, name in PROOFS.items():
                (claimed if partner._is_claimed(kind) else proved).add((kind, partner[name]))
        return claimed - proved

    def _merge_claims(self, target, claimed):
        """An address does not become proved by being merged into another file."""
        # sudo: claims are written by the system alone.
        target = target.sudo()
        taken = {
            f"claimed_{kind}": target[name]
            for kind, name in PROOFS.items()
            if (kind, target[name]) in claimed
        }
        if taken:
            target.write({**taken, "claimed_at": fields.Datetime.now(), "claimed_by": "citizen"})

    def _merge_citizen_identity(self, sources, target):
        """Moves the known identity number to the target before both files would hold it."""
        # sudo: the numbers are compared, never shown.
        numbers = {
            (partner.identity_type, partner.national_id)
            for partner in (sources | target).sudo()
            if partner.national_id
        }
        if len(numbers) > 1:
            raise UserError(
                self.env._(
                    "These files hold different identity numbers, so they are different people. "
                    "If one of the numbers is a mistake, correct it first."
                )
            )
        if numbers and not target.sudo().national_id:
            kind, number = numbers.pop()
            sources.sudo().write({"identity_type": False, "national_id": False})
            sources.flush_recordset()
            target.sudo().write({"identity_type": kind, "national_id": number})
        else:
            sources.sudo().write({"identity_type": False, "national_id": False})
        (sources | target).flush_recordset()

    def _merge_citizen_relations(self, sources, target):
        """Merges relations; overlapping periods become one."""
        together = sources | target
        Relation = self.env["zrm.relation"].sudo()
        Relation.search(
            [("partner_id", "in", together.ids), ("relative_id", "in", together.ids)]
        ).unlink()
        merged = list(Relation.search([("partner_id", "=", target.id)]))
        for row in Relation.search([("partner_id", "in", sources.ids)]):
            # A period may overlap several others; all become one.
            while same := next((it for it in merged if self._is_same_relation(row, it)), None):
                starts = [row.date_from, same.date_from]
                ends = [row.date_to, same.date_to]
                vals = {
                    "date_from": min(starts) if all(starts) else False,
                    "date_to": max(ends) if all(ends) else False,
                    "note": same.note or row.note,
                }
                if row.approval != same.approval:
                    # An approval does not spread to a period that nobody approved.
                    vals["approval"] = "waiting"
                merged.remove(same)
                same.unlink()
                row.write(vals)
            row.write({"partner_id": target.id})
            merged.append(row)
        Relation.flush_model()

    def _is_same_relation(self, row, other):
        """Whether the exclusion constraint would refuse both in one file."""
        overlap = (not row.date_to or not other.date_from or other.date_from <= row.date_to) and (
            not other.date_to or not row.date_from or row.date_from <= other.date_to
        )
        return row.relative_id == other.relative_id and row.type_id == other.type_id and overlap

    def _merge_citizen_records(self, sources, target):
        """Hook for addons whose records need more than a new partner id."""
        waiting = (
            self.env["zrm.identity.correction"]
            .sudo()
            .search([("partner_id", "in", (sources | target).ids), ("state", "=", "requested")])
        )
        if len(waiting) > 1:
            raise UserError(
                self.env._("Both files have a correction waiting; decide on one of them first.")
            )
        # Decided pairs would pair the file with itself.
        self.env["zrm.duplicate"].sudo().search(
            [
                "|",
                ("partner_id", "in", (sources | target).ids),
                ("other_id", "in", (sources | target).ids),
            ]
        ).unlink()
