import random
import time
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL, hmac, mute_logger

KEEP = timedelta(days=2)
MAX_ATTEMPTS = 20
# Seconds between attempts at a thing that many guess at.
LONGEST_PAUSE = 300


class ZrmThrottle(models.Model):
    """Counts recent attempts, shared by all workers.

    Addresses and codes are stored as hashes only, for two days.
    """

    _name = "zrm.throttle"
    _description = "Attempts"
    _allow_sudo_commands = False
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
    def _allow_slowly(self, kind, key, free, seconds):
        """Counts one attempt of somebody, no matter whom, at one thing.

        Beyond ``free`` attempts in a window one passes now and then, after pauses that grow to
        :data:`LONGEST_PAUSE`: many guessers together learn little, and the one who knows is
        not locked out.

        :param int free: attempts that pass at once
        """
        counts = self._count([(kind, key, free)], seconds, 1)
        beyond = counts[0][1] - free if counts else MAX_ATTEMPTS
        if beyond <= 0:
            return True
        pause = min(2 ** min(beyond, 10), LONGEST_PAUSE)
        return self._allow(f"{kind}.pause", key, 1, pause)

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

        def upsert(cr):
            cr.execute(query)
            return cr.fetchall()

        return self._apart(upsert) or []

    @api.model
    def _count_once(self, kind, who, what, seconds):
        """Counts how many different things somebody asked for; the same thing counts once
        in a window.

        :param str kind: the kind of question
        :param str who: who asks; stored as a hash, as is ``what``
        :return: the how many-eth different thing this is, and whether it is new in this
            window; zero after repeated conflicts with others
        """
        stamp = int(fields.Datetime.now().timestamp()) // seconds * seconds
        since = SQL("to_timestamp(%s) AT TIME ZONE 'UTC'", stamp)
        one, all_of_them = self._digest(kind, f"{who}\0{what}"), self._digest(kind, who)
        row = SQL("kind = %s AND key = %s AND since = %s", f"{kind}.one", one, since)

        def count(cr):
            cr.execute(SQL("SELECT count FROM zrm_throttle WHERE %s", row))
            if known := cr.fetchone():
                return known[0], False
            # May be lost in a crash, so nobody waits for the disk.
            cr.execute("SET LOCAL synchronous_commit = off")
            insert = "INSERT INTO zrm_throttle (kind, key, since, count) VALUES (%s, %s, %s, %s)"
            cr.execute(
                SQL(
                    f"{insert} ON CONFLICT (kind, key, since) "
                    "DO UPDATE SET count = zrm_throttle.count + 1 RETURNING count",
                    *(kind, all_of_them, since, 1),
                )
            )
            number = cr.fetchone()[0]
            cr.execute(SQL(f"{insert} ON CONFLICT DO NOTHING", f"{kind}.one", one, since, number))
            return number, True

        return self._apart(count) or (0, False)

    @api.model
    def _apart(self, work):
        """Runs ``work(cr)`` in a transaction of its own, so that attempts that are rolled
        back count as well.

        :return: what it returns; None after repeated conflicts with others
        """
        for attempt in range(MAX_ATTEMPTS):
            try:
                with mute_logger("odoo.sql_db"), self.env.registry.cursor() as cr:
                    return work(cr)
            except psycopg2.errors.SerializationFailure:
                # Conflict on the same key: each round lets one transaction through, so many
                # users behind one address need several.
                time.sleep(random.uniform(0, 0.002 * (attempt + 1)))
        return None

    @api.model
    def _digest(self, kind, key):
        """The hash under which a key is counted, salted with this installation's secret:
        so nobody finds out addresses and numbers by trying them."""
        # sudo: the secret; it stays here.
        return hmac(self.sudo().env, "zrm.throttle", (kind, key))[:32]

    @api.autovacuum
    def _gc_attempts(self):
        self.search([("since", "<", fields.Datetime.now() - KEEP)]).unlink()
