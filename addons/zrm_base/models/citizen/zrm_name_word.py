import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL, mute_logger

# How alike two words must be (pg_trgm, 0..1) for one to stand for the other.
SIMILARITY = 0.4
VARIANTS = 8


class ZrmNameWord(models.Model):
    """The distinct words of citizens' names.

    A million citizens share some ten thousand words, so a misspelt word is compared with
    these instead of with all names.
    """

    _name = "zrm.name.word"
    _description = "Word in Names"
    _allow_sudo_commands = False
    _log_access = False
    _rec_name = "word"

    word = fields.Char(required=True, index="trigram")

    _word_uniq = models.UniqueIndex("(word)")

    @api.model
    def _learn(self, keys):
        """Adds the words of the given name keys.

        Never blocks or fails: a word that another transaction is adding is skipped.
        """
        words = sorted({word for key in keys if key for word in key.split()})
        if not words:
            return
        known = self.env.execute_query(
            SQL("SELECT word FROM zrm_name_word WHERE word = ANY(%s)", words)
        )
        new = sorted(set(words) - {row[0] for row in known})
        if not new:
            return
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint(flush=False):
                # Another transaction may lock one of these words for long.
                self.env.cr.execute("SET LOCAL lock_timeout = '50ms'")
                self.env.cr.execute(
                    SQL(
                        "INSERT INTO zrm_name_word (word) SELECT unnest(%s::varchar[]) "
                        "ON CONFLICT DO NOTHING",
                        new,
                    )
                )
                self.env.cr.execute("SET LOCAL lock_timeout TO DEFAULT")
        except psycopg2.OperationalError:
            return

    @api.model
    def _similar(self, words):
        """The known words that look like the given ones, most alike first.

        :param words: words of a search key
        :return: dict word -> list of words, itself first when it is known
        """
        if not self.env.registry.has_trigram:
            return {word: [word] for word in words}
        rows = self.env.execute_query(
            SQL(
                """
                SELECT asked.word, near.word
                  FROM unnest(%s::varchar[]) AS asked(word)
                  CROSS JOIN LATERAL (
                       SELECT word FROM zrm_name_word
                        WHERE word %% asked.word AND similarity(word, asked.word) >= %s
                     ORDER BY similarity(word, asked.word) DESC, word
                        LIMIT %s
                  ) AS near
                """,
                list(words),
                SIMILARITY,
                VARIANTS,
            )
        )
        similar = {word: [] for word in words}
        for asked, near in rows:
            similar[asked].append(near)
        return similar
