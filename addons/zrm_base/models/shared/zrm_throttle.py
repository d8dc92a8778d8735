from datetime import timedelta

from odoo import api, fields, models
from odoo.sql_db import Cursor
from odoo.tools import SQL, hmac

from ...tools.tally import Tally

KEEP = timedelta(days=2)
# Seconds between attempts at a thing that many guess at.
LONGEST_PAUSE = 300
# So many different things are remembered; what comes later counts each time.
MOST_THINGS = 1000
TALLY = Tally()
APART = SQL("SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET LOCAL synchronous_commit = off; ")


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

    def init(self):
        # Hashes of the different things, see _count_once; the ORM has no arrays.
        self.env.cr.execute("ALTER TABLE zrm_throttle ADD COLUMN IF NOT EXISTS things integer[]")

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
        return all(count <= limits[kind] for kind, count in counts)

    @api.model
    def _allow_slowly(self, kind, key, free, seconds):
        """Counts one attempt of somebody, no matter whom, at one thing.

        Beyond ``free`` attempts in a window one passes now and then, after pauses that grow to
        :data:`LONGEST_PAUSE`: many guessers together learn little, and the one who knows is
        not locked out.

        :param int free: attempts that pass at once
        """
        [(_kind, count)] = self._count([(kind, key, free)], seconds, 1)
        beyond = count - free
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
        """:return: list of ``(kind, count)``"""
        stamp = self._window(seconds)
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
        return self._apart(
            SQL(
                """
                INSERT INTO zrm_throttle (kind, key, since, count) VALUES %s
                ON CONFLICT (kind, key, since) DO UPDATE SET count = zrm_throttle.count + %s
                RETURNING kind, count
                """,
                rows,
                step,
            )
        )

    @api.model
    def _count_once(self, kind, who, what, seconds, limit=0):
        """Counts how many different things somebody asked for; the same thing counts once
        in a window.

        :param str kind: the kind of question
        :param str who: who asks; stored as a hash, as is ``what``
        :param int limit: what the count will be compared with; far below it, a process writes
            several things down at once, see ``tools/tally.py``. 0 to be exact
        :return: the how many-eth different thing this is, and whether it is new in this
            window
        """
        stamp = self._window(seconds)
        key = (self.env.cr.dbname, kind, who, stamp)
        count, is_new, things = TALLY.add(key, what, limit)
        if not things:
            return count, is_new
        places, count = self._write_down(kind, who, stamp, things)
        TALLY.written(key, things, places, count)
        place = places.get(what, count)
        return place, place == count

    @api.model
    def _write_down(self, kind, who, stamp, things):
        """Counts different things in the row that all processes share.

        :return: ``({thing: the how many-eth it is}, how many there are)``; those beyond
            :data:`MOST_THINGS` have no place
        """
        # Two of a billion things are one: one look-up more for somebody, once in a lifetime.
        hashes = [int(self._digest(kind, f"{who}\0{what}")[:8], 16) - 2**31 for what in things]
        given = SQL("unnest(%s) WITH ORDINALITY AS given (one, place)", hashes)
        new = SQL(
            "ARRAY(SELECT one FROM %s WHERE one != ALL(coalesce(row.things, '{}')) ORDER BY place)",
            given,
        )
        [(count, places)] = self._apart(
            SQL(
                """
                INSERT INTO zrm_throttle AS row (kind, key, since, count, things)
                VALUES (%(kind)s, %(key)s, to_timestamp(%(stamp)s) AT TIME ZONE 'UTC', %(many)s,
                        %(things)s)
                ON CONFLICT (kind, key, since) DO UPDATE SET
                    count = row.count + cardinality(%(new)s),
                    things = CASE WHEN row.count < %(most)s THEN row.things || %(new)s
                             ELSE row.things END
                RETURNING count,
                    ARRAY(SELECT array_position(things, one) FROM %(given)s ORDER BY place)
                """,
                kind=kind,
                key=self._digest(kind, who),
                stamp=stamp,
                many=len(hashes),
                things=hashes,
                new=new,
                most=MOST_THINGS,
                given=given,
            )
        )
        placed = zip(things, places, strict=True)
        return {thing: place for thing, place in placed if place}, count

    @api.model
    def _apart(self, statement):
        """Runs a statement in a transaction of its own, so that attempts that are rolled back
        count as well.

        :return: its rows
        """
        with self.env.registry.cursor() as cr:
            if not isinstance(cr, Cursor):  # a test's, which has one transaction for all
                cr.execute(statement)
                return cr.fetchall()
            # One round trip: no BEGIN, no COMMIT, and no defaults for them to set back.
            # Others at the same key are waited for, never in conflict. What is counted may be
            # lost in a crash, so nobody waits for the disk.
            connection = cr.connection
            connection.set_session(isolation_level="DEFAULT", readonly="DEFAULT")
            connection.autocommit = True
            try:
                cr.execute(SQL("%s%s", APART, statement))
                return cr.fetchall()
            finally:
                connection.autocommit = False

    @api.model
    def _window(self, seconds):
        """When the present window of this length began, in seconds since 1970."""
        return int(fields.Datetime.now().timestamp()) // seconds * seconds

    @api.model
    def _digest(self, kind, key):
        """The hash under which a key is counted, salted with this installation's secret:
        so nobody finds out addresses and numbers by trying them."""
        # sudo: the secret; it stays here.
        return hmac(self.sudo().env, "zrm.throttle", (kind, key))[:32]

    @api.autovacuum
    def _gc_attempts(self):
        self.search([("since", "<", fields.Datetime.now() - KEEP)]).unlink()
