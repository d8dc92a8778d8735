"""The town while a story runs: who acts, what was refused, and what has to hold after each step."""

from datetime import datetime, timedelta

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.sql_db import Savepoint
from odoo.tools import mute_logger

from odoo.addons.zrm_cases.tests.stateful.world import QUIET, StoryError

from .checker import Checker

# In the first of the two fiscal years, and some days after its end.
START, NEXT_YEAR = datetime(2026, 11, 16, 9), datetime(2027, 4, 5, 9)
A_STEP = timedelta(minutes=7)


class World:
    """Runs one story after the other, each in a savepoint of the same transaction.

    :param clock: of freezegun, to be moved
    :param town: the test class with its people and credits
    """

    def __init__(self, town, clock):
        self.town, self.clock, self.env = town, clock, town.env
        self.taken = self.refused = self.stories = 0
        self.done, self.refusals = {}, {}

    def begin(self):
        self.stories += 1
        self.story, self.entries = [], []
        self.requests = [request.with_env(self.env) for request in self.town.begun]
        self.env.flush_all()
        self.savepoint = Savepoint(self.env.cr)
        # Compiling the checker's queries takes longer than they do.
        self.env.cr.execute("SET LOCAL jit = off")
        self._set_clock(START)
        self.checker = Checker(self.env.cr)

    def end(self):
        self.savepoint.rollback()
        self.savepoint.close()
        self.env.cr.clear()
        self.env.invalidate_all(flush=False)
        with mute_logger("odoo.registry"):
            self.env.registry.clear_all_caches()

    def _set_clock(self, moment):
        self.now = moment
        self.clock.move_to(moment)

    def new_year(self):
        """The fiscal year ends; its late documents are still taken."""
        if self.now < NEXT_YEAR:
            self._set_clock(NEXT_YEAR)
            self.story.append(f"{self.now:%d %b %Y}  the year is over")

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def act(self, user, words, verb, record):
        """One step: this user does this to that record, as in a request of their own.

        What is refused leaves nothing changed; any error that is not a message to the user is
        a fault.

        :return: what the verb gave, None where it was refused
        """
        self._set_clock(self.now + A_STEP)
        self.env.invalidate_all()
        line = f"{user.login.removeprefix('zrm_')} {words}"
        result = None
        self.taken += 1
        try:
            with mute_logger(*QUIET), self.env.cr.savepoint():
                result = verb(record.with_user(user))
                self.env.flush_all()
        except UserError as error:
            self.refused += 1
            first = str(error).splitlines()[0]
            self._count(self.refusals, f"{words.partition(' (')[0]}: {first[:70]}")
            line += f" → refused: {first[:120]}"
        except Exception as error:
            self.story.append(line)
            raise self._told(error) from error
        else:
            self._count(self.done, words.partition(" (")[0])
        self.story.append(line)
        self.env.invalidate_all()
        try:
            self.checker.check()
        except Exception as error:
            raise self._told(error) from error
        return result

    @property
    def facts(self):
        return self.checker.before

    def sudo(self, record):
        """The record as the test reads it."""
        return record.with_user(SUPERUSER_ID)

    def _count(self, counts, words):
        counts[words] = counts.get(words, 0) + 1

    def _told(self, error):
        """The error, with the story that led to it."""
        story = "\n".join(self.story)
        return StoryError(f"{type(error).__name__}: {error}\n\nThe story:\n{story}")

    def report(self):
        share = 100 * self.refused / max(self.taken, 1)
        lines = [f"{self.stories} stories, {self.taken} steps, {share:.0f} % of them refused"]
        for title, counts in (("done", self.done), ("refused", self.refusals)):
            lines.append(f"most often {title}:")
            most = sorted(counts.items(), key=lambda item: -item[1])
            lines += [f"* {count} × {words}" for words, count in most[:40]]
        return "\n".join(lines)
