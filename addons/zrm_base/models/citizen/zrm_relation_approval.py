from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .zrm_relation import APPROVAL_FIELDS, APPROVED_FIELDS


class ZrmRelation(models.Model):
    """Representation counts once a second person has compared it with a document.

    Whoever may act for another opens the other's cases in the portal, so nobody on the
    staff can make a representative alone. Ending it needs no approval.
    """

    _inherit = "zrm.relation"

    @api.model
    def _with_approval(self, vals_list):
        """The values with the state in which a new relation begins."""
        self._refuse_forged_approval(vals_list)
        types = self.env["zrm.relation.type"].browse(
            {vals["type_id"] for vals in vals_list if vals.get("type_id")}
        )
        acting = set(types.filtered("acts_for").ids)
        start = self._approval_start()
        return [
            {**vals, **start} if vals.get("type_id") in acting else {"approval": "none", **vals}
            for vals in vals_list
        ]

    def _approval_start(self):
        """Staff ask; what the system itself brings (a first load) is approved."""
        if self.env.su:
            return {"approval": "approved"}
        nobody = {"approved_by_id": False, "approved_at": False}
        return {"approval": "waiting", "asked_by_id": self.env.uid, **nobody}

    @api.model
    def _refuse_forged_approval(self, vals_list):
        """Only the actions say who asked and who approved."""
        if not self.env.su and set(APPROVAL_FIELDS) & set().union(*vals_list):
            raise AccessError(self.env._("A representation is approved by its buttons only."))

    def _asks_anew(self, vals):
        """Whether a change concerns what was approved."""
        if self.env.su:
            return False
        if APPROVED_FIELDS & vals.keys():
            return any(
                row._fields[name].convert_to_write(row[name], row) != vals[name]
                for row in self
                for name in APPROVED_FIELDS & vals.keys()
            )
        if "document" in vals and any(row.approval == "approved" for row in self):
            return True
        return "date_to" in vals and any(row._is_longer(vals["date_to"]) for row in self)

    def _is_longer(self, date_to):
        """Whether a new end lies after the present one; an end is for everybody to set."""
        new = fields.Date.to_date(date_to)
        return bool(self.date_to) and (not new or new > self.date_to)

    def _with_new_approval(self, vals):
        """The values to write by rows: a change of what was approved waits again.

        :return: list of ``(rows, values)``
        """
        if not self._asks_anew(vals):
            return [(self, vals)]
        changed = []
        for row in self:
            relation_type = row.type_id.browse(vals.get("type_id", row.type_id.id))
            start = self._approval_start() if relation_type.acts_for else {"approval": "none"}
            changed.append((row, {**vals, **start}))
        return changed

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------

    def action_approve(self):
        """Approves a representation.

        :raise UserError: without a document, by the one who asked, or by the people concerned
        """
        for relation in self._lock_waiting():
            if not relation._has_document():
                raise UserError(
                    self.env._("Attach the document that shows the representation first.")
                )
            relation._decide("approved")
        return True

    def action_refuse(self):
        """Refuses a representation; it stays on file without effect."""
        for relation in self._lock_waiting():
            relation._decide("refused")
        return True

    def action_ask_again(self):
        """Asks once more, such as with another document."""
        for relation in self.filtered(lambda row: row.approval in ("refused", "none")):
            relation.check_access("write")
            if relation.type_id.acts_for:
                # sudo: only these actions write the state; the right was checked.
                relation.sudo().write(relation._approval_start())
        return True

    def _has_document(self):
        # sudo: the other row of the pair, of people whom the user may read.
        return any(row.document for row in (self | self.twin_id).sudo())

    def _lock_waiting(self):
        """These relations, locked, if this user may decide on them."""
        if not self.env.user.has_group("zrm_base.group_manager"):
            raise AccessError(self.env._("A unit manager or oversight decides on representations."))
        self.check_access("write")
        self.lock_for_update()
        user = self.env.user
        for relation in self:
            if relation.approval != "waiting":
                raise UserError(self.env._("This relation does not wait for an approval."))
            own = user.partner_id in relation.partner_id | relation.relative_id
            if own or user == relation.asked_by_id:
                raise UserError(
                    self.env._(
                        "Nobody approves what they asked for themselves or what concerns them; ask "
                        "a colleague."
                    )
                )
        return self

    def _decide(self, approval):
        self.ensure_one()
        # sudo: only these actions may write the state.
        self.sudo().write(
            {
                "approval": approval,
                "approved_by_id": self.env.uid,
                "approved_at": fields.Datetime.now(),
            }
        )
