import hashlib
import random
import time
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL, mute_logger

KEEP = timedelta(days=2)
MAX_ATTEMPTS = 20


class ZrmThrottle(models.Model):
    """Counts recent attempts, shared by all workers.

    Addresses and codes are stored as hashes only, for two days.
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
        """Counts one attempt and returns whether it is within the limit.

        :param str kind: the kind of attempt
        :param str key: who attempts or what is attempted; stored as a hash
        :param int limit: attempts allowed in a window
        :param int seconds: the length of the window
        """
        return self._allow_all([(kind, key, limit)], seconds)

    @api.model
    def _allow_all(self, attempts, seconds):
        """Counts one attempt under several keys and returns whether it is within all
        limits.

        Uses a separate transaction, so that attempts that are rolled back count as well.

        :param list attempts: ``(kind, key, limit)`` as in :meth:`_allow`
        """
        limits = {kind: limit for kind, _key, limit in attempts}
        counts = self._count(attempts, seconds, 1)
        return bool(counts) and all(count <= limits[kind] for kind, count in counts)

    @api.model
    def _take_back(self, attempts, seconds):
        """Uncounts an attempt that proved right: it was no guess, and a whole
        mobile network may share one address.

        :param list attempts: as given to :meth:`_allow_all`
        """
        self._count(attempts, seconds, -1)

    @api.model
    def _count(self, attempts, seconds, step):
        """:return: list of ``(kind, count)``; empty after repeated conflicts with others"""
        stamp = int(fields.Datetime.now().timestamp()) // seconds * seconds
        rows = SQL(", ").join(
            SQL(
                "(%s, %s, to_timestamp(%s) AT TIME ZONE 'UTC', %s)",
                kind,
                self._digest(kind, key),
                stamp,
                step,
            )
            for kind, key, _limit in attempts
        )
        query = SQL(
            """
            INSERT INTO zrm_throttle (kind, key, since, count) VALUES %s
            ON CONFLICT (kind, key, since) DO UPDATE SET count = zrm_throttle.count + %s
            RETURNING kind, count
            """,
            rows,
            step,
        )
        for attempt in range(MAX_ATTEMPTS):
            try:
                with mute_logger("odoo.sql_db"), self.env.registry.cursor() as cr:
                    cr.execute(query)
                    return cr.fetchall()
            except psycopg2.errors.SerializationFailure:
                # Conflict on the same key: each round lets one transaction through, so many
                # users behind one address need several.
                time.sleep(random.uniform(0, 0.002 * (attempt + 1)))
        return []

    @api.model
    def _digest(self, kind, key):
        return hashlib.sha256(f"{kind}\0{key}".encode()).hexdigest()[:32]

    @api.autovacuum
    def _gc_attempts(self):
        self.search([("since", "<", fields.Datetime.now() - KEEP)]).unlink()
