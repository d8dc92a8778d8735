from odoo import models


class ResPartner(models.Model):
    """The single window: one screen with all data of a citizen."""

    _inherit = "res.partner"

    def action_open_citizen(self):
        """Opens the citizen's file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": "res.partner",
            "res_id": self.id,
            "view_mode": "form",
            "views": [(self.env.ref("zrm_base.citizen_view_form").id, "form")],
            "context": {"form_view_ref": "zrm_base.citizen_view_form"},
        }

    def get_formview_id(self, access_uid=None):
        """Opens citizens in their file from anywhere in Odoo."""
        user = self.env["res.users"].browse(access_uid) if access_uid else self.env.user
        if len(self) == 1 and self.is_citizen and user.has_group("zrm_base.group_operator"):
            return self.env.ref("zrm_base.citizen_view_form").id
        return super().get_formview_id(access_uid=access_uid)

    def action_open_relations(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Relatives of %s", self.name),
            "res_model": "zrm.relation",
            "view_mode": "list,form",
            "domain": [("partner_id", "=", self.id)],
            "context": {"default_partner_id": self.id},
        }

    def action_grant_portal(self):
        """Opens Odoo's own wizard that invites a contact to the portal."""
        self.ensure_one()
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("portal.partner_wizard_action"),
            "context": {"active_ids": self.ids, "default_partner_ids": self.ids},
        }
