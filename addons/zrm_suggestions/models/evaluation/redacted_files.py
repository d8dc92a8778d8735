from pathlib import PurePath

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError

from odoo.addons.zrm_base.tools import clean_files

from ...const import INSIDERS

MOST_FILES = 10


class ZrmSuggestionRound(models.Model):
    """Files for evaluators: those of the suggestion are withheld; the secretariat releases
    copies in which nothing tells who wrote it. They lose their names and what they tell
    besides their content: author, place, time, device."""

    _inherit = "zrm.suggestion.round"

    file_ids = fields.Many2many(
        "ir.attachment",
        "zrm_suggestion_round_file_rel",
        "round_id",
        "attachment_id",
        string="Files for Evaluators",
        help="Pictures or PDF documents; evaluators see these and no other.",
    )
    withheld_file_ids = fields.Many2many(
        "ir.attachment",
        string="Withheld",
        compute="_compute_withheld_file_ids",
        groups=INSIDERS,
        help="Files of the suggestion as its authors sent them; no evaluator sees these.",
    )

    def _compute_withheld_file_ids(self):
        for one in self:
            one.withheld_file_ids = self.env["ir.attachment"].search(
                [
                    ("res_model", "=", "zrm.suggestion"),
                    ("res_id", "=", one.suggestion_id.id),
                    ("res_field", "=", False),
                ]
            )

    def action_confirm(self):
        """As before, and releases the files.

        :raise UserError: names the file that cannot be cleaned
        """
        waiting = self.filtered(lambda one: not one.confirmed_at)
        result = super().action_confirm()
        for one in waiting:
            one._release_files()
        return result

    def _release_files(self):
        """Replaces the files by cleaned copies that are numbered; the rest of what was
        uploaded to the round is removed."""
        self.ensure_one()
        if len(self.file_ids) > MOST_FILES:
            raise UserError(self.env._("Release at most %s files.", MOST_FILES))
        # In nobody's name; the right of the secretariat was checked.
        own = self.with_user(SUPERUSER_ID)
        Attachment = own.env["ir.attachment"]
        vals_list = [
            own._released_vals(number, file) for number, file in enumerate(own.file_ids, 1)
        ]
        uploaded = Attachment.search([("res_model", "=", self._name), ("res_id", "=", self.id)])
        own.file_ids = [(6, 0, Attachment.create(vals_list).ids)]
        uploaded.unlink()

    def _released_vals(self, number, file):
        try:
            kind, clean = clean_files.cleaned(file.raw or b"")
        except clean_files.FileRefused:
            kind = ""
        if not kind:
            raise UserError(
                self.env._(
                    "“%s” may tell who made it. Release pictures and PDF documents only, such as "
                    "a scan.",
                    PurePath(file.name or "?").name,
                )
            )
        return {
            "name": f"{number}.{clean_files.ENDINGS[kind]}",
            "raw": clean,
            "res_model": self._name,
            "res_id": self.id,
        }


class ZrmSuggestionEvaluation(models.Model):
    _inherit = "zrm.suggestion.evaluation"

    file_ids = fields.Many2many(related="round_id.file_ids", string="Files", related_sudo=False)
