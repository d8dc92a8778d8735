from odoo import api, fields, models
from odoo.exceptions import UserError

from ...const import CONFLICTS

DECLARED_BY = [
    ("evaluator", "The evaluator"),
    ("author", "The author"),
    ("secretary", "The secretariat"),
]
SECRETARY = "zrm_suggestions.group_suggestion_secretary"


class ZrmSuggestionInterest(models.Model):
    """An interest that somebody declares: this evaluator does not evaluate what this person
    writes. Each side reads its own declarations only: that an author has named an evaluator
    would tell that evaluator who writes."""

    _name = "zrm.suggestion.interest"
    _description = "Declared Interest"
    _inherit = ["zrm.guarded.mixin"]
    _rec_name = "partner_id"

    user_id = fields.Many2one(
        "res.users",
        string="Evaluator",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self._default_partner(),
    )
    reason = fields.Char(required=True)
    declared_by = fields.Selection(
        DECLARED_BY,
        required=True,
        readonly=True,
        default="evaluator",
    )
    # Only for its labels: why somebody does not evaluate.
    conflict = fields.Selection(CONFLICTS, store=False, groups=fields.NO_ACCESS)

    _once = models.UniqueIndex(
        "(user_id, partner_id, declared_by)", "This interest is declared already."
    )
    _short = models.Constraint("CHECK (length(reason) <= 500)", "Say it in fewer words.")

    @api.model
    def _default_partner(self):
        """Authors of staff declare for themselves."""
        return self.env.user.partner_id if self._declares_as() == "author" else False

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"declared_by"}

    @api.model
    def _declares_as(self):
        """As what the user declares: the menu says so, their roles limit it."""
        user = self.env.user
        if self.env.su or user.has_group(SECRETARY):
            return "secretary"
        wanted = self.env.context.get("zrm_declares_as")
        if wanted == "author" and user.has_group("zrm_suggestions.group_suggestion_author"):
            return "author"
        if user.has_group("zrm_suggestions.group_suggestion_evaluator"):
            return "evaluator"
        return "author"

    @api.model
    def _conflict_labels(self):
        """:return: list of ``(kind, label)`` in the reader's language"""
        return self._fields["conflict"]._description_selection(self.env)

    @api.model_create_multi
    def create(self, vals_list):
        """Evaluators declare for themselves, authors for themselves, the secretariat for
        anybody; see :meth:`_declare_by_author` for authors without an account."""
        declared = []
        for given in vals_list:
            vals = {"declared_by": self._declares_as(), **given}
            if not self.env.su:
                vals["declared_by"] = self._declares_as()
                self._check_own_side(vals)
            declared.append(vals)
        interests = super().create(declared)
        interests._tell_secretary()
        return interests

    def write(self, vals):
        if not self.env.su and vals.keys() - {"reason"}:
            raise UserError(self.env._("Remove the declaration and make a new one."))
        return super().write(vals)

    @api.model
    def _check_own_side(self, vals):
        user = self.env.user
        if vals["declared_by"] == "evaluator" and vals.get("user_id", user.id) != user.id:
            raise UserError(self.env._("You declare your own interests only."))
        own = user.partner_id.id
        if vals["declared_by"] == "author" and vals.get("partner_id", own) != own:
            raise UserError(self.env._("You declare your own interests only."))
        if vals.get("partner_id"):
            self.env["res.partner"].browse(vals["partner_id"])._check_may_be_named()

    @api.model
    def _declare_by_author(self, partner, user, reason):
        """Verb for the citizen's side: an author declares an interest with an evaluator.

        :param partner: the author; the caller has checked that it is them
        :param user: the evaluator
        """
        # sudo: authors without an account have no rights; the caller has checked who it is.
        return self.sudo().create(
            {
                "partner_id": partner.id,
                "user_id": user.id,
                "reason": reason,
                "declared_by": "author",
            }
        )

    def _tell_secretary(self):
        """Asks the secretariat where an evaluator is at work already. Nobody is released by
        the declaration itself: an evaluator could find out by it who wrote a text."""
        # sudo: who declares an interest does not read where it matters.
        for interest in self.sudo():
            at_work = (
                self.env["zrm.suggestion.evaluation"]
                .sudo()
                .search([("evaluator_id", "=", interest.user_id.id), ("state", "=", "invited")])
            )
            for suggestion in at_work.round_id.suggestion_id:
                if interest.partner_id in suggestion._all_authors():
                    suggestion._ask_secretary(
                        lambda env: env._("An evaluator has a conflict now: release them")
                    )
