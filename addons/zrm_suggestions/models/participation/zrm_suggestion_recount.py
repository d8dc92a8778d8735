from odoo import api, fields, models
from odoo.tools import SQL

BATCH = 2000


class ZrmSuggestionRecount(models.Model):
    """Publications whose voices have changed: rows that clicks only add, so that no two of them
    ever wait for each other. A scheduled action counts anew and removes the rows."""

    _name = "zrm.suggestion.recount"
    _description = "Voices to Count Anew"
    _log_access = False
    _allow_sudo_commands = False

    publication_id = fields.Many2one(
        "zrm.suggestion.publication", required=True, ondelete="cascade", index=True
    )

    @api.model
    def _mark(self, publications):
        if publications:
            # sudo: rows of the server.
            self.sudo().create([{"publication_id": one.id} for one in publications])

    @api.model
    def _cron_fold(self):
        """Counts the voices of marked publications anew, those of what they were joined to
        included."""
        while marked := self._take():
            marked._fold_voices()
            left = self.search_count([], limit=BATCH)
            if not self.env["ir.cron"]._commit_progress(len(marked), remaining=left):
                break

    @api.model
    def _take(self):
        """Removes the next marks and returns their publications; what other transactions have
        not committed stays for the next time, together with its voice."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                DELETE FROM zrm_suggestion_recount WHERE id IN (
                    SELECT id FROM zrm_suggestion_recount ORDER BY id LIMIT %s
                       FOR UPDATE SKIP LOCKED)
                RETURNING publication_id
                """,
                BATCH,
            )
        )
        self.invalidate_model()
        return self.env["zrm.suggestion.publication"].browse({row[0] for row in rows})
