"""The city while a story runs: its clock, its schedulers, who acts, and what was refused."""

from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.sql_db import Savepoint
from odoo.tools import mute_logger

from .checker import Checker

# A Monday, one hour into the working day.
START = datetime(2026, 11, 16, 9)
# What each step takes.
A_STEP = timedelta(minutes=7)
QUIET = (
    "odoo.addons.base.models.ir_model",
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.res_users",
    "odoo.addons.mail.models.mail_mail",
    "odoo.models.unlink",
    "odoo.registry",
)
SCHEDULERS = (
    ("zrm.case", "_cron_deadlines"),
    ("zrm.case", "_cron_silence"),
    ("zrm.case.approval", "_cron_ask_again"),
    ("zrm.case.notice", "_cron_send"),
)


class World:
    """Runs one story after the other, each in a savepoint of the same transaction.

    :param clock: of freezegun, to be moved
    :param City city: made before the first story
    """

    def __init__(self, city, clock):
        self.city, self.clock, self.env = city, clock, city.env
        self.taken = self.refused = self.stories = 0
        self.done, self.refusals = {}, {}

    # ------------------------------------------------------------------
    # Begin and end of a story
    # ------------------------------------------------------------------

    def begin(self):
        self.stories += 1
        self.story, self.cases = [], []
        self.env.flush_all()
        self.savepoint = Savepoint(self.env.cr)
        # Compiling the checker's queries takes longer than they do.
        self.env.cr.execute("SET LOCAL jit = off")
        self._set_clock(START)
        self.checker = Checker(self.env.cr, self.now)

    def end(self):
        self.savepoint.rollback()
        self.savepoint.close()
        self.env.cr.clear()
        with mute_logger("odoo.registry"):
            self.env.registry.clear_all_caches()

    # ------------------------------------------------------------------
    # Time
    # ------------------------------------------------------------------

    def _set_clock(self, moment):
        self.now = moment
        self.clock.move_to(moment)
        # What PostgreSQL would say.
        self.env.cr._now = moment

    def pass_time(self, hours):
        """Lets time pass; then the schedulers run, as they do every few minutes."""
        self.taken += 1
        self._count(self.done, "lets time pass")
        self._set_clock(self.now + timedelta(hours=hours))
        self.story.append(f"{self.now:%a %d %b %H:%M}  {hours} hours pass, the schedulers run")
        commit = patch.object(
            type(self.env["ir.cron"]), "_commit_progress", lambda *_args, **_kwargs: 60.0
        )
        try:
            with commit, mute_logger(*QUIET):
                for model, method in SCHEDULERS:
                    self.env.invalidate_all()
                    getattr(self.env(user=SUPERUSER_ID)[model], method)()
                    self.env.flush_all()
        except Exception as error:
            raise self._told(error) from error
        self._check(is_after_schedulers=True)

    # ------------------------------------------------------------------
    # Steps
    # ------------------------------------------------------------------

    def act(self, user, words, verb, record, sudo=False):
        """One step: this user does this to that record, as in a request of their own.

        What is refused leaves nothing changed; any other error is a fault.

        :return: what the verb gave, None where it was refused
        """
        self._set_clock(self.now + A_STEP)
        before = self.checker.fingerprint()
        self.env.invalidate_all()
        line = f"{self.now:%a %d %b %H:%M}  {user.login.removeprefix('st_')} {words}"
        result = None
        self.taken += 1
        try:
            with mute_logger(*QUIET), self.env.cr.savepoint():
                result = verb(record.with_user(user).sudo(sudo))
        except UserError as error:
            self._refused(words, error)
            line += f" → refused: {str(error).splitlines()[0][:120]}"
            if self.checker.fingerprint() != before:
                self.story.append(line)
                raise self._told(
                    AssertionError("what was refused left something changed")
                ) from error
        except Exception as error:
            self.story.append(line)
            raise self._told(error) from error
        else:
            self._count(self.done, words.partition(" (")[0])
        self.story.append(line)
        self._check()
        return result

    def _refused(self, words, error):
        self.refused += 1
        self._count(self.refusals, f"{words.partition(' ')[0]}: {str(error).splitlines()[0][:70]}")

    def _count(self, counts, words):
        counts[words] = counts.get(words, 0) + 1

    def _check(self, is_after_schedulers=False):
        self.env.flush_all()
        try:
            self.checker.check(self.now, is_after_schedulers)
        except Exception as error:
            raise self._told(error) from error

    def _told(self, error):
        """The error, with the story that led to it."""
        story = "\n".join(self.story)
        return StoryError(f"{type(error).__name__}: {error}\n\nThe story:\n{story}")

    # ------------------------------------------------------------------
    # Choosing, by a number
    # ------------------------------------------------------------------

    @property
    def facts(self):
        return self.checker.before

    def choose(self, options, number):
        return options[number % len(options)]

    def cases_where(self, condition):
        """The cases of this story for which a condition on their row holds, the oldest
        first."""
        rows = self.facts.cases
        return [case for case in self.cases if condition(rows[case.id])]

    def actor(self, case, number):
        """Mostly somebody who plausibly may act on the case, now and then anybody."""
        row, staff = self.facts.cases[case.id], self.city.staff
        if number % 10 != 9:
            staff = [
                user
                for user in staff
                if self.facts.is_able(user.id, row) and self.facts.is_responsible(user.id, row)
            ] or staff
        open_accounts = [user for user in staff if self.facts.users[user.id].active]
        return self.choose(open_accounts or [self.city.people.administrator], number // 10)

    def report(self):
        share = 100 * self.refused / max(self.taken, 1)
        lines = [f"{self.stories} stories, {self.taken} steps, {share:.0f} % of them refused"]
        for title, counts in (("done", self.done), ("refused", self.refusals)):
            lines.append(f"most often {title}:")
            most = sorted(counts.items(), key=lambda item: -item[1])
            lines += [f"* {count} × {words}" for words, count in most[:20]]
        return "\n".join(lines)


class StoryError(AssertionError):
    """A step broke something; says which steps led there."""
