from odoo import api, models
from odoo.exceptions import AccessError

from ...const import NEW_FILE_FIELDS, OPERATOR_FIELDS


class ResPartner(models.Model):
    """What operators may write in a citizen's file, and whom they may name in other records."""

    _name = "res.partner"
    _inherit = "res.partner"

    @api.model
    def _is_restricted(self):
        """Whether this user changes citizens' files only, and there what is for operators:
        contact managers have core's rights."""
        return not self.env.su and not self.env.user.has_group("base.group_partner_manager")

    def _is_derived(self, name):
        """Whether core computes this; empty ones of other fields are what a form sends."""
        field = self._fields.get(name)
        return bool(field and field.store and field.compute)

    @api.model
    def _operator_fields(self):
        """Hook: the fields of a citizen's file that operators may write."""
        return OPERATOR_FIELDS

    def _without_foreign_defaults(self):
        """Without defaults of the context for fields that operators may not write."""
        if not self._is_restricted():
            return self
        allowed = {f"default_{name}" for name in self._operator_fields() | NEW_FILE_FIELDS}
        context = self.env.context
        foreign = {
            name
            for name in context
            if name.startswith("default_")
            and name not in allowed
            and name.removeprefix("default_") in self._fields
        }
        if not foreign:
            return self
        kept = {name: value for name, value in context.items() if name not in foreign}
        return self.with_env(self.env(context=kept))

    def _check_own_fields(self, names, is_new=False):
        """:raise AccessError: when operators may not write one of these fields"""
        allowed = self._operator_fields() | (NEW_FILE_FIELDS if is_new else set())
        if not is_new and self.env.user.has_group("zrm_base.group_oversight"):
            allowed = allowed | NEW_FILE_FIELDS
        if foreign := names - allowed:
            labels = [
                self._fields[name]._description_string(self.env) or name
                for name in sorted(foreign & self._fields.keys())
            ]
            raise AccessError(
                self.env._(
                    "Operators may not write this in a citizen's file: %s. A contact manager may.",
                    ", ".join(labels) or ", ".join(sorted(foreign)),
                )
            )

    def _check_guarded(self, vals):
        """Refuses changes that operators may not make to these citizens' files.

        :raise AccessError: names the fields, or the role that may
        """
        user = self.env.user
        if not self:
            return
        self._check_confidentiality_right(vals)
        if NEW_FILE_FIELDS & vals.keys() and not user.has_group("zrm_base.group_oversight"):
            raise AccessError(self.env._("Oversight alone takes a file out of the citizens'."))
        self._check_own_fields(set(vals))
        if "email" in vals and not user.has_group("zrm_base.group_manager"):
            # The owner of the e-mail address can reset the password.
            changed = self.filtered(lambda partner: partner.email != vals["email"])
            if changed.sudo().user_ids:
                raise AccessError(
                    self.env._(
                        "This citizen has a portal account, which follows the e-mail address. "
                        "The citizen changes it in the portal, or a unit manager here."
                    )
                )

    def _check_parents(self, vals_list):
        """Refuses to place a partner under a confidential file that is not open to the
        user: its name and address would appear in the other."""
        if self.env.su:
            return
        names = ("parent_id", "commercial_partner_id")
        parents = {vals.get(name) for vals in vals_list for name in names}
        parents.add(self.env.context.get("default_parent_id"))
        parents = {one for one in parents if isinstance(one, int) and one}
        named = self.browse(parents)
        for vals in vals_list:
            # sudo: only whom an account belongs to; the same for the person in charge.
            named |= self.env["res.users"].sudo().browse(vals.get("user_id") or []).partner_id
        named.sudo(False)._check_may_be_named()

    def _check_may_be_named(self):
        """:raise AccessError: when one of these is a confidential file not open to the user"""
        privileged = "zrm_base.group_confidential,zrm_base.group_oversight"
        # Core makes users followers of what they do, all the time: nothing is asked then.
        others = self - self.env.user.partner_id
        if not others or self.env.su or self.env.user.has_groups(privileged):
            return
        # sudo: only whether the file is confidential.
        if others.sudo().filtered("is_confidential"):
            raise AccessError(self.env._("A contact that you chose is not open to you."))

    def _check_confidentiality_right(self, vals):
        if self.env.su:
            return
        user = self.env.user
        if "is_confidential" in vals and not user.has_groups(
            "zrm_base.group_confidential,zrm_base.group_oversight"
        ):
            raise AccessError(
                self.env._("Confidential members and oversight mark files as confidential.")
            )
