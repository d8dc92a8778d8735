from contextlib import contextmanager

from psycopg2 import IntegrityError
from psycopg2.errors import RaiseException

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ..const import COUNTERS, MOST
from ..models.credit.booking import Entry
from .common import MILLION, BudgetCommon


@tagged("post_install", "-at_install")
class TestCredits(BudgetCommon):
    """Credits change by documents that somebody else approves; the database keeps the rest."""

    @contextmanager
    def refused(self, error):
        """By the database; the transaction goes on."""
        with mute_logger("odoo.sql_db"), self.assertRaises(error), self.cr.savepoint():
            yield

    def test_appropriated_and_allotted_by_documents(self):
        self.assertEqual(self.counters(), (100, 100, 0, 0, 0))
        self.document(self.line, "supplement", 20 * MILLION)
        self.document(self.line, "withdrawal", 30 * MILLION)
        self.document(self.line, "reduction", 10 * MILLION)
        self.assertEqual(self.counters(), (110, 90, 0, 0, 0))
        with self.assertRaisesRegex(UserError, "More cannot be allotted"):
            self.document(self.line, "allotment", 30 * MILLION)
        self.assertBooks()

    def test_nobody_approves_what_they_proposed(self):
        self.env["zrm.budget.authority"].create({"user_id": self.officer.id, "duty": "credit"})
        document = self.env["zrm.budget.document"].with_user(self.officer)
        document = document.create(
            {"line_id": self.line.id, "kind": "supplement", "amount": MILLION, "reason": "x"}
        )
        document.action_propose()
        with self.assertRaisesRegex(UserError, "somebody else"):
            document.action_approve()
        with self.assertRaisesRegex(UserError, "not your authority"):
            document.with_user(self.head).action_approve()
        document.with_user(self.treasurer).action_approve()
        for again in ("action_approve", "action_refuse"):
            with self.assertRaisesRegex(UserError, "decided already"):
                getattr(document.with_user(self.treasurer), again)()
        self.assertEqual(self.counters()[0], 101)

    def test_nothing_is_written_by_hand(self):
        line = self.line.with_user(self.officer)
        self.line._book([Entry(self.line, "reserve", MILLION, "test,1")])
        for vals in (
            {"approved": 5},
            {"spent": 0.5},
            {"reserved": 0},
            {"allotted": False},
            {"state": "closed"},
            {"level": 3},
            {"company_id": self.env.company.id},
            {"currency_id": self.company.currency_id.id},
        ):
            with self.assertRaises(UserError):
                line.write(vals)
        with self.assertRaises(UserError):
            line.create(
                {
                    "unit_id": self.other_unit.id,
                    "subject_id": self.aid.id,
                    "period_id": self.period.id,
                    "allotted": 5,
                }
            )
        made = line.with_context(default_approved=5, default_state="closed").create(
            {
                "unit_id": self.other_unit.id,
                "subject_id": self.aid.id,
                "period_id": self.period.id,
            }
        )
        self.assertEqual((made.approved, made.state), (0, "open"))
        move = self.line.move_ids[:1]
        for attempt in (
            lambda: move.with_user(self.officer).write({"amount": 1}),
            lambda: move.with_user(self.officer).unlink(),
            lambda: move.sudo().unlink(),
            lambda: move.sudo().write({"amount": 1}),
        ):
            with self.assertRaises(UserError):
                attempt()
        for query in ("UPDATE zrm_budget_move SET amount = 1", "DELETE FROM zrm_budget_move"):
            with self.refused(RaiseException):
                self.cr.execute(query)

    def test_the_database_refuses_what_would_overspend(self):
        self.env.flush_all()
        for change in (
            "reserved = allotted + 1",
            "allotted = approved + 1",
            "spent = -1",
            "committed = allotted, spent = 1",
        ):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self.cr.execute(
                    f"UPDATE zrm_budget_line SET {change} WHERE id = %s", [self.line.id]
                )
        self.assertBooks()

    def test_the_same_key_books_once(self):
        entry = Entry(self.line, "reserve", MILLION, "test,1")
        self.line._book([entry])
        self.line._book([entry, Entry(self.line, "reserve", MILLION, "test,2")])
        self.assertEqual(self.counters()[2], 2)
        with self.assertRaisesRegex(UserError, "another amount"):
            self.line._book([entry._replace(amount=5)])
        for amount in (0, -5):
            with self.assertRaisesRegex(UserError, "above zero"):
                self.line._book([entry._replace(amount=amount, key="test,3")])

    def test_all_or_nothing(self):
        with (
            self.assertRaisesRegex(UserError, "Not enough credit on .*ودیعهٔ مسکن"),
            self.cr.savepoint(),
        ):
            self.line._book(
                [
                    Entry(self.line, "reserve", MILLION, "test,1"),
                    Entry(self.other, "reserve", 51 * MILLION, "test,2"),
                ]
            )
        self.assertBooks()
        self.assertBooks(line=self.other)

    def test_frozen_and_closed(self):
        self.line.with_user(self.officer).action_freeze()
        with self.assertRaisesRegex(UserError, "is frozen"), self.cr.savepoint():
            self.line._book([Entry(self.line, "reserve", MILLION, "test,1")])
        self.document(self.line, "supplement", MILLION)
        self.line.with_user(self.officer).action_unfreeze()
        self.line._book([Entry(self.line, "reserve", MILLION, "test,1")])
        with self.assertRaisesRegex(UserError, "still reserved"), self.cr.savepoint():
            self.period.with_user(self.officer).action_close()
        self.line._book([Entry(self.line, "release", MILLION, "test,2")])
        self.period.with_user(self.officer).action_close()
        with self.assertRaisesRegex(UserError, "1405 is closed"):
            self.line._book([Entry(self.line, "reserve", MILLION, "test,3")])

    def test_thresholds_warn_tell_and_stop(self):
        self.line.stop_at = 95
        self.line._book([Entry(self.line, "reserve", 80 * MILLION, "test,1")])
        self.assertEqual(self.line.level, 1)
        self.line._book([Entry(self.line, "reserve", 12 * MILLION, "test,2")])
        self.assertEqual(self.line.level, 2)
        mine = [
            ("model", "=", "zrm.budget.line"),
            ("partner_ids", "in", self.manager.partner_id.ids),
        ]
        self.assertEqual(self.env["mail.message"].search_count(mine), 1)
        with self.assertRaisesRegex(UserError, "Not enough credit"), self.cr.savepoint():
            self.line._book([Entry(self.line, "reserve", 5 * MILLION, "test,3")])
        # What is held goes on all the same.
        self.line._book([Entry(self.line, "commit", 92 * MILLION, "test,4")])
        self.document(self.line, "supplement", 100 * MILLION)
        self.assertEqual(self.line.level, 0)
        self.assertEqual(self.env["mail.message"].search_count(mine), 1)

    def test_transfers_conserve_the_total(self):
        self.document(self.line, "transfer", 40 * MILLION, target_id=self.other.id)
        self.assertEqual(self.counters(), (60, 60, 0, 0, 0))
        self.assertEqual(self.counters(self.other), (90, 90, 0, 0, 0))
        self.line._book([Entry(self.line, "reserve", 50 * MILLION, "test,1")])
        with self.assertRaisesRegex(UserError, "cannot be taken away"), self.cr.savepoint():
            self.document(self.line, "transfer", 20 * MILLION, target_id=self.other.id)
        self.assertEqual(self.counters(self.other)[0], 90)
        stranger = self.aid.create({"name": "چاپ", "code": "T-90", "account_id": self.account.id})
        with self.assertRaisesRegex(UserError, "different families"):
            self.document(self.line, "transfer", MILLION, target_id=self.credit(stranger, 0).id)

    def test_bad_input(self):
        for amount in (0, -5):
            with self.refused(IntegrityError):
                self.document(self.line, "supplement", amount)
        with self.refused(IntegrityError):
            self.document(self.line, "supplement", MOST)
        with self.refused(IntegrityError):
            self.credit(self.aid, 0)
        with self.refused(IntegrityError):
            self.period.copy({"name": "overlap", "state": "draft"})
            self.env.flush_all()
        other = self.env["res.company"].create({"name": "Other"})
        foreign_unit = self.env["zrm.unit"].create(
            {"name": "دیگر", "code": "T-X", "company_id": other.id}
        )
        with self.assertRaisesRegex(ValidationError, "is a unit of Other"):
            self.credit(self.aid, 0, foreign_unit)
        foreign = self.env.ref("base.EUR")
        foreign.active = True
        if foreign == self.company.currency_id:
            foreign = self.env.ref("base.USD")
        period = self.period.create(
            {
                "name": "next",
                "date_from": "2027-03-21",
                "date_to": "2028-03-19",
                "currency_id": foreign.id,
            }
        )
        with self.assertRaisesRegex(UserError, "keeps its books in"):
            period.action_open()
        draft = period.with_user(self.officer).create(
            {
                "name": "after",
                "date_from": "2028-03-20",
                "date_to": "2029-03-19",
                "state": "open",
            }
        )
        self.assertEqual(draft.state, "draft")

    def test_who_sees_which_credit(self):
        elsewhere = self.credit(self.aid, MILLION, self.other_unit)
        Line = self.env["zrm.budget.line"]
        for user, sees in (
            (self.expert, self.line | self.other),
            (self.outsider, elsewhere),
            (self.officer, self.line | self.other | elsewhere),
            (self.certifier, self.line | self.other | elsewhere),
        ):
            found = Line.with_user(user).search([("period_id", "=", self.period.id)])
            self.assertEqual(found, sees, user.login)
        for user in (self.clerk, self.operator):
            with self.assertRaises(AccessError):
                Line.with_user(user).search([])

    def test_nobody_gives_themselves_an_authority(self):
        Authority = self.env["zrm.budget.authority"]
        vals = {"user_id": self.administrator.id, "duty": "certify"}
        with self.assertRaisesRegex(UserError, "Nobody gives themselves"):
            Authority.with_user(self.administrator).create(vals)
        for user in (self.officer, self.manager, self.certifier):
            with self.assertRaises(AccessError):
                Authority.with_user(user).create({"user_id": self.expert.id, "duty": "certify"})

    def test_the_audit_finds_a_difference_and_mends_nothing(self):
        self.env.flush_all()
        self.cr.execute("UPDATE zrm_budget_line SET reserved = 5 WHERE id = %s", [self.line.id])
        self.env.invalidate_all()
        self.assertEqual(
            [(line, what) for line, what, _should, _is in self.line._differences()],
            [(self.line.id, "reserved")],
        )
        self.line._cron_audit()
        told = [("model", "=", "zrm.budget.line"), ("res_id", "=", self.line.id)]
        told += [("partner_ids", "in", self.officer.partner_id.ids)]
        self.assertTrue(self.env["mail.message"].search(told))
        self.assertEqual(self.line.reserved, 5)

    def test_performance_agrees_with_the_lines(self):
        self.line._book([Entry(self.line, "reserve", 7 * MILLION, "test,1")])
        self.line._book([Entry(self.line, "commit", 2 * MILLION, "test,2")])
        [row] = self.env["zrm.budget.performance"]._read_group(
            [("line_id", "=", self.line.id)],
            ["unit_id"],
            [f"{name}:sum" for name in (*COUNTERS, "available")],
        )
        numbers = [self.line[name] for name in (*COUNTERS, "available")]
        self.assertEqual(list(row), [self.unit, *numbers])
        Performance = self.env["zrm.budget.performance"]
        self.assertFalse(Performance.with_user(self.outsider).search([]))
        self.assertTrue(Performance.with_user(self.expert).search([]))


@tagged("post_install", "-at_install")
class TestCarrying(BudgetCommon):
    """The end of a year: what is open goes along, the rest lapses or is carried too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.next = cls.env["zrm.budget.period"].create(
            {"name": "1406", "date_from": "2027-03-21", "date_to": "2028-03-19"}
        )

    def carry(self, **vals):
        wizard = self.env["zrm.budget.carry"].with_user(self.officer)
        wizard = wizard.create({"period_id": self.period.id, "target_id": self.next.id, **vals})
        action = wizard.action_confirm()
        documents = self.env["zrm.budget.document"].search(action["domain"])
        documents.with_user(self.treasurer).action_approve()
        self.env.invalidate_all()
        return documents

    def test_commitments_go_along(self):
        committed = self.go(self.request((self.line, 30 * MILLION)), "committed")
        reserved = self.go(self.request((self.line, 20 * MILLION)), "reserved")
        self.go(self.request((self.line, 10 * MILLION)), "posted")
        with self.assertRaisesRegex(UserError, "is not open yet"), self.cr.savepoint():
            self.carry()
        self.next.action_open()
        [document] = self.carry()
        target = document.target_id
        self.assertEqual(self.counters(), (50, 50, 0, 0, 10))
        self.assertEqual(self.counters(target), (50, 50, 20, 30, 0))
        self.assertEqual(committed.sudo().line_ids.budget_line_id, target)
        self.assertEqual(self.line._differences(), [])
        self.period.action_close()
        # They go on in the new year.
        committed.with_user(self.head).action_liquidate()
        committed.with_user(self.head).action_order()
        with freeze_time("2027-04-10 09:00:00"):
            committed.with_user(self.accountant).action_post()
        reserved.with_user(self.head).action_release("x")
        self.assertEqual(self.counters(target), (50, 50, 0, 0, 30))
        self.assertEqual(self.line._differences(), [])

    def test_the_rest_lapses_or_goes_too(self):
        self.next.action_open()
        with self.assertRaisesRegex(UserError, "Nothing is left"):
            self.carry()
        self.assertEqual(len(self.carry(with_rest=True)), 2)
        self.assertEqual(self.counters(), (0, 0, 0, 0, 0))
        self.assertEqual(self.line._differences(), [])
        with self.assertRaisesRegex(UserError, "later period"):
            self.carry(target_id=self.period.id)
