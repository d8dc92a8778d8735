import hashlib
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL, mute_logger

KEEP = timedelta(days=2)


class ZrmThrottle(models.Model):
    """How often somebody tried something lately; for all workers together.

    Addresses and codes are kept as hashes only, and for two days.
    """

    _name = "zrm.throttle"
    _description = "Attempts"
    _log_access = False

    kind = fields.Char(required=True)
    key = fields.Char(required=True)
    since = fields.Datetime(required=True, index=True)
    count = fields.Integer(required=True, default=0)

    _one_window = models.UniqueIndex("(kind, key, since)")

    @api.model
    def _allow(self, kind, key, limit, seconds):
        """Counts one attempt and says whether it is within the limit.

        Counted in a transaction of its own, so that what fails and is rolled
        back counts as well.

        :param str kind: what is tried
        :param str key: by whom or on what; kept as a hash
        :param int limit: so many attempts are allowed in a window
        :param int seconds: the length of the window
        """
        stamp = int(fields.Datetime.now().timestamp()) // seconds * seconds
        digest = hashlib.sha256(f"{kind}\0{key}".encode()).hexdigest()[:32]
        for _attempt in range(5):
            try:
                with mute_logger("odoo.sql_db"), self.env.registry.cursor() as cr:
                    cr.execute(
                        SQL(
                            """
                            INSERT INTO zrm_throttle (kind, key, since, count)
                            VALUES (%s, %s, to_timestamp(%s) AT TIME ZONE 'UTC', 1)
                            ON CONFLICT (kind, key, since)
                            DO UPDATE SET count = zrm_throttle.count + 1
                            RETURNING count
                            """,
                            kind,
                            digest,
                            stamp,
                        )
                    )
                    return cr.fetchone()[0] <= limit
            except psycopg2.errors.SerializationFailure:
                continue  # somebody with the same key at the same moment
        return False

    @api.autovacuum
    def _forget(self):
        self.search([("since", "<", fields.Datetime.now() - KEEP)]).unlink()
