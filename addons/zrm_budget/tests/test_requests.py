from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MILLION, BudgetCommon


@tagged("post_install", "-at_install")
class TestRequests(BudgetCommon):
    """From the need to the order of payment: one stage after the other, each by another."""

    def test_the_whole_way(self):
        request = self.request((self.line, 10 * MILLION), (self.other, 5 * MILLION))
        self.go(request, "approved")
        self.assertTrue(request.number)
        self.assertBooks()
        request.with_user(self.certifier).action_reserve()
        self.assertBooks(reserved=10)
        self.assertBooks(reserved=5, line=self.other)
        request.with_user(self.head).action_commit()
        self.assertBooks(committed=10)
        request.with_user(self.head).action_liquidate()
        request.with_user(self.head).action_order()
        request.with_user(self.accountant).action_post()
        self.assertBooks(spent=10)
        self.assertBooks(spent=5, line=self.other)
        self.assertEqual(request.state, "posted")
        self.assertEqual(
            request.event_ids.mapped("duty"),
            ["ask", "approve", "certify", "commit", "liquidate", "order", "post"],
        )

    def test_one_person_never_does_both(self):
        Authority = self.env["zrm.budget.authority"]
        for duty in ("approve", "certify", "commit", "liquidate", "order"):
            for user in (self.expert, self.manager, self.certifier, self.head):
                if not Authority._limits_of(user, duty, self.unit):
                    Authority.create({"user_id": user.id, "duty": duty})
        request = self.go(self.request(), "submitted")
        with self.assertRaisesRegex(UserError, "another hand"):
            request.with_user(self.expert).action_approve()
        request.with_user(self.manager).action_approve()
        for user in (self.expert, self.manager):
            with self.assertRaisesRegex(UserError, "another hand"):
                request.with_user(user).action_reserve()
        request.with_user(self.certifier).action_reserve()
        for user in (self.expert, self.certifier):
            with self.assertRaisesRegex(UserError, "another hand"):
                request.with_user(user).action_commit()
        request.with_user(self.manager).action_commit()
        with self.assertRaisesRegex(UserError, "another hand"):
            request.with_user(self.certifier).action_liquidate()

    def test_authority_by_unit_amount_and_day(self):
        Authority = self.env["zrm.budget.authority"]
        Authority.search([("duty", "=", "approve")]).unlink()
        request = self.go(self.request(), "submitted")
        with self.assertRaisesRegex(UserError, "not your authority"):
            request.with_user(self.manager).action_approve()
        mine = Authority.create(
            {
                "user_id": self.manager.id,
                "duty": "approve",
                "unit_id": self.other_unit.id,
                "up_to": 9 * MILLION,
            }
        )
        with self.assertRaisesRegex(UserError, "not your authority"):
            request.with_user(self.manager).action_approve()
        mine.unit_id = self.city
        with self.assertRaisesRegex(UserError, "goes up to"):
            request.with_user(self.manager).action_approve()
        mine.write({"up_to": 0, "date_to": "2026-11-15"})
        with self.assertRaisesRegex(UserError, "not your authority"):
            request.with_user(self.manager).action_approve()
        mine.date_to = "2026-11-16"
        request.with_user(self.manager).action_approve()
        self.assertEqual(request.state, "approved")

    def test_only_in_this_order(self):
        request = self.request()
        for user, verb in (
            (self.manager, "action_approve"),
            (self.certifier, "action_reserve"),
            (self.head, "action_commit"),
            (self.head, "action_order"),
            (self.accountant, "action_post"),
        ):
            with self.assertRaisesRegex(UserError, "cannot follow"):
                getattr(request.with_user(user), verb)()
        self.go(request, "approved")
        with self.assertRaisesRegex(UserError, "cannot follow"):
            request.with_user(self.expert).action_submit()
        for vals in ({"state": "paid"}, {"number": "1"}, {"requester_id": self.manager.id}):
            with self.assertRaisesRegex(UserError, "only by the buttons"):
                request.write(vals)
        with self.assertRaisesRegex(UserError, "handed in"):
            request.line_ids.amount = 1
        with self.assertRaisesRegex(UserError, "handed in"):
            request.line_ids.unlink()

    def test_nothing_is_handed_in_without_a_line_or_an_account(self):
        request = self.request()
        request.line_ids.unlink()
        with self.assertRaisesRegex(UserError, "Add a line first"):
            request.action_submit()
        self.aid.account_id = False
        with self.assertRaisesRegex(UserError, "has no expense account"):
            self.request().action_submit()

    def test_stopped_when_it_is_reserved_and_warned_before(self):
        request = self.request((self.line, 101 * MILLION))
        self.assertIn("left", request.warning)
        self.go(request, "approved")
        with self.assertRaisesRegex(UserError, "Not enough credit"):
            request.with_user(self.certifier).action_reserve()
        both = self.request((self.line, 10 * MILLION), (self.other, 51 * MILLION))
        self.go(both, "approved")
        with self.assertRaisesRegex(UserError, "Not enough credit"), self.cr.savepoint():
            both.with_user(self.certifier).action_reserve()
        self.assertBooks()
        self.assertEqual(both.state, "approved")

    def test_returned_it_begins_anew(self):
        request = self.go(self.request(), "submitted")
        with self.assertRaisesRegex(UserError, "what is missing"):
            request.with_user(self.manager).action_return(" ")
        request.with_user(self.manager).action_return("مدرک پیوست نیست")
        self.assertEqual(request.state, "draft")
        request.line_ids.amount = 7 * MILLION
        self.go(request, "reserved")
        self.assertBooks(reserved=7)

    def test_released_and_cancelled(self):
        request = self.go(self.request(), "committed")
        with self.assertRaisesRegex(UserError, "Write why"):
            request.with_user(self.head).action_release("")
        request.with_user(self.head).action_release("منصرف شد")
        self.assertBooks()
        self.assertEqual(request.state, "released")
        with self.assertRaisesRegex(UserError, "cannot follow"):
            request.with_user(self.expert).action_cancel("x")
        early = self.go(self.request(), "approved")
        with self.assertRaisesRegex(UserError, "cancels a request"):
            early.with_user(self.expert2).action_cancel("x")
        early.with_user(self.expert).action_cancel("x")
        self.assertEqual(early.state, "cancelled")

    def test_less_is_payable_and_a_little_more(self):
        request = self.go(self.request(), "committed")
        line = request.line_ids
        request.with_user(self.head).action_liquidate({line.id: 8 * MILLION})
        self.assertBooks(committed=8)
        more = self.go(self.request(), "committed")
        with self.assertRaisesRegex(UserError, "more is payable"), self.cr.savepoint():
            more.with_user(self.head).action_liquidate({more.line_ids.id: 11 * MILLION})
        self.line.overrun = 10
        more.with_user(self.head).action_liquidate({more.line_ids.id: 11 * MILLION})
        self.assertBooks(committed=19)
        with self.assertRaises(UserError):
            more.with_user(self.head).action_liquidate({line.id: 1})

    def test_one_stage_back(self):
        request = self.go(self.request(), "ordered")
        head = request.with_user(self.head)
        with self.assertRaisesRegex(UserError, "not your authority"):
            request.with_user(self.expert).action_step_back("x")
        with self.assertRaisesRegex(UserError, "Write why"):
            head.action_step_back(" ")
        head.action_step_back("فاکتور اشتباه بود")
        self.assertEqual(request.state, "liquidated")
        head.action_step_back("فاکتور اشتباه بود")
        self.assertEqual(request.state, "committed")
        self.assertBooks(committed=10)
        with self.assertRaisesRegex(UserError, "cannot follow"):
            head.action_step_back("x")
        # Who certified it is still ruled out.
        self.env["zrm.budget.authority"].create({"user_id": self.certifier.id, "duty": "commit"})
        with self.assertRaisesRegex(UserError, "another hand"):
            request.with_user(self.certifier).action_release("x")
        head.action_liquidate({request.line_ids.id: 7 * MILLION})
        head.action_order()
        request.with_user(self.accountant).action_post()
        self.assertBooks(spent=7)
        request.sudo().bill_ids.button_draft()
        with self.assertRaisesRegex(UserError, "cancel the bill first"):
            head.action_step_back("x")
        request.sudo().bill_ids.button_cancel()
        head.action_step_back("x")
        head.action_step_back("x")
        head.action_release("x")
        self.assertBooks()

    def test_no_verb_takes_the_way_of_another(self):
        """Found by the random stories: each way back has a verb of its own, and none of these
        goes on."""
        request = self.go(self.request(), "reserved")
        head = request.with_user(self.head)
        with self.assertRaisesRegex(UserError, "cannot follow"):
            head.action_step_back("x")  # to the commitment, without booking it
        self.assertBooks(reserved=10)
        head.action_commit()
        head.action_liquidate()
        with self.assertRaisesRegex(UserError, "cannot follow"):
            head.action_commit()  # back, without a reason
        head.action_order()
        with self.assertRaisesRegex(UserError, "cannot follow"):
            head.action_liquidate({request.line_ids.id: 4 * MILLION})

    def test_what_is_paid_is_not_posted_once_more(self):
        request = self.go(self.request(), "committed")
        request.with_user(self.head).action_liquidate({request.line_ids.id: 4 * MILLION})
        request.with_user(self.head).action_order()
        accountant = request.with_user(self.accountant)
        accountant.action_post()
        bill = request.sudo().bill_ids
        wizard = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=bill.ids
        )
        wizard.create({})._create_payments()
        self.assertEqual(request.state, "paid")
        with self.assertRaisesRegex(UserError, "cannot follow"):
            accountant.action_post()
        self.assertEqual(request.sudo().bill_ids, bill)
        self.assertBooks(spent=4)

    def test_what_was_carried_counts_in_the_year_in_which_it_was_asked_for(self):
        """Found by the random stories, where the database had to refuse it."""
        self.aid.once_per_period = True
        self.go(self.request(), "committed")
        later = self.period.create(
            {"name": "1406", "date_from": "2027-03-21", "date_to": "2028-03-19"}
        )
        later.action_open()
        carry = self.env["zrm.budget.carry"].with_user(self.officer)
        action = carry.create({"period_id": self.period.id, "target_id": later.id}).action_confirm()
        documents = self.env["zrm.budget.document"].search(action["domain"])
        documents.with_user(self.treasurer).action_approve()
        with self.assertRaisesRegex(UserError, "has it already"):
            self.request((self.line, 5)).action_submit()
        # In the next year it is asked for anew.
        self.request((documents.target_id, 5)).action_submit()

    def test_prices_run_over_once(self):
        self.line.overrun = 10
        request = self.go(self.request(), "committed")
        head = request.with_user(self.head)
        head.action_liquidate({request.line_ids.id: 11 * MILLION})
        head.action_step_back("x")
        with self.assertRaisesRegex(UserError, "more is payable"), self.cr.savepoint():
            head.action_liquidate({request.line_ids.id: 12 * MILLION})
        self.assertBooks(committed=11)

    def test_fewer_stages(self):
        self.env["ir.config_parameter"].set_param("zrm_budget.is_short", "True")
        request = self.go(self.request(), "committed")
        with self.assertRaisesRegex(UserError, "cannot follow"):
            request.with_user(self.head).action_liquidate()
        request.with_user(self.head).action_order()
        request.with_user(self.accountant).action_post()
        self.assertBooks(spent=10)

    def test_once_in_a_period(self):
        self.aid.once_per_period = True
        self.request().action_submit()
        with self.assertRaisesRegex(UserError, "once in a period"):
            self.request().action_submit()
        with self.assertRaisesRegex(UserError, "once in a period"):
            self.request((self.line, 5), (self.line, 6)).action_submit()
        self.request().search([("number", "!=", False)]).action_cancel("x")
        again = self.request()
        again.action_submit()
        with self.assertRaisesRegex(UserError, "what is missing"):
            again.with_user(self.manager).action_return("")
        again.with_user(self.manager).action_return("مدرک")
        self.request().action_submit()

    def test_queries(self):
        """A reservation, and each further one of a batch."""

        def queries(count):
            requests = self.env["zrm.budget.request"]
            for _number in range(count):
                requests |= self.request((self.line, MILLION // 100))
            self.go(requests, "approved")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            requests.with_user(self.certifier).action_reserve()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        queries(1)  # warms up
        self.assertLessEqual(queries(1), 12)
        self.assertLessEqual(queries(30) - queries(10), 30)

    def test_what_the_same_person_got_is_shown_before_approving(self):
        self.go(self.request(), "approved")
        self.assertIn("1 other grants", self.request().warning)

    def test_the_order_on_paper(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        request = self.go(self.request(), "ordered")
        report = self.env["ir.actions.report"].with_user(self.head)
        english = report._render_qweb_html("zrm_budget.report_budget_order", request.ids)[0]
        for shown in (request.number, "10,000,000", "Ten Million", self.citizen.name):
            self.assertIn(shown, english.decode())
        persian = report.with_context(lang="fa_IR")._render_qweb_html(
            "zrm_budget.report_budget_order", request.ids
        )[0]
        for shown in ("10,000,000", "ده میلیون", "۱۴۰۵"):
            self.assertIn(shown, persian.decode())
