from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.zrm_cases.const import OURS


class ZrmSuggestionAuthor(models.Model):
    """An author of a suggestion, with the share of what it may earn."""

    _name = "zrm.suggestion.author"
    _description = "Author of a Suggestion"
    _inherit = ["zrm.guarded.mixin", "zrm.export.log.mixin"]
    _order = "suggestion_id, sequence, id"
    _rec_name = "partner_id"

    suggestion_id = fields.Many2one("zrm.suggestion", required=True, index=True, ondelete="cascade")
    partner_id = fields.Many2one("res.partner", required=True, index=True, ondelete="restrict")
    share = fields.Float(string="Share (%)", default=100.0, required=True, digits=(5, 2))
    is_named = fields.Boolean(
        string="May Be Named", help="The author's own choice: named on the public page."
    )
    is_first = fields.Boolean(
        string="First Author", readonly=True, help="Credited when later ones are joined to it."
    )
    sequence = fields.Integer(default=10)

    _once = models.UniqueIndex(
        "(suggestion_id, partner_id)", "This person is among the authors already."
    )
    _share = models.Constraint(
        "CHECK (share > 0 AND share <= 100)", "A share is above 0 and at most 100 percent."
    )

    @api.model
    def _export_citizen_fields(self):
        return ["partner_id"]

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"is_first"}

    @api.model_create_multi
    def create(self, vals_list):
        """Adds authors to a suggestion that one may write, never oneself to somebody else's."""
        ours = self.env.context.get("zrm_handling") is OURS
        is_new = self.env.context.get("zrm_writing") is OURS
        if not (ours or is_new or self.env.su):
            ids = {vals.get("suggestion_id") for vals in vals_list} - {None, False}
            self.env["zrm.suggestion"].browse(ids).check_access("write")
        self._check_may_be_named(vals_list)
        authors = super().create(
            [{name: vals[name] for name in vals if name != "is_first"} for vals in vals_list]
            if not (ours or self.env.su)
            else vals_list
        )
        authors.filtered("is_named")._check_own_choice()
        authors._check_open()
        return authors

    def write(self, vals):
        ours = self.env.context.get("zrm_handling") is OURS
        if not ours and {"is_first", "suggestion_id"} & vals.keys():
            raise UserError(self.env._("Who wrote it first is found by the system."))
        if not ours and "is_named" in vals:
            self._check_own_choice()
        if vals.keys() - {"is_named"}:
            self._check_open()
        self._check_may_be_named([vals])
        return super().write(vals)

    def _check_own_choice(self):
        """:raise UserError: when somebody else chooses for who has an account"""
        if self.env.su or self.env.context.get("zrm_handling") is OURS:
            return
        is_secretary = self.env.user.has_group("zrm_suggestions.group_suggestion_secretary")
        for author in self.sudo():
            person = author.partner_id
            if person != self.env.user.partner_id and (person.user_ids or not is_secretary):
                raise UserError(
                    self.env._("%s says themselves whether they may be named.", person.name)
                )

    @api.model
    def _check_may_be_named(self, vals_list):
        """:raise AccessError: for people whose file is not open to the user"""
        if not self.env.su:
            ids = {vals.get("partner_id") for vals in vals_list} - {None, False}
            self.env["res.partner"].browse(ids)._check_may_be_named()

    @api.ondelete(at_uninstall=False)
    def _unlink_while_open(self):
        self._check_open()

    def _check_open(self):
        """Authors and shares are fixed with the text: what is earned later depends on them.

        :raise UserError: once evaluators read the suggestion
        """
        if self.env.context.get("zrm_handling") is OURS:
            return
        for suggestion in self.suggestion_id:
            suggestion._check_text_is_open()

    def action_remove(self):
        """Takes an author off a draft."""
        for author in self:
            if len(author.suggestion_id.author_ids) == 1:
                raise UserError(self.env._("A suggestion has at least one author."))
        return self.unlink()
