from odoo import models
from odoo.exceptions import LockError, UserError

from ...domain import duties, stages
from ..credit.booking import Entry

# States in which nobody gets anything of it.
FREE = ("draft", "cancelled", "released")


class ZrmBudgetRequest(models.Model):
    """The verbs, from the need to the order of payment. Who may do what is a table each:
    ``zrm.budget.authority`` by unit and amount, ``domain/duties.py`` by what they did before."""

    _inherit = "zrm.budget.request"

    # ------------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------------

    def _lock(self):
        self.check_access("read")
        try:
            # sudo: deciding needs the authority, not the right to edit.
            self.sudo().lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._("Somebody else is deciding about it at this moment; look at it again.")
            ) from error
        return self

    def _begin(self, duty, state, is_back=False):
        """Checks, for each request, stage, authority and earlier duties of the user.

        :param bool is_back: for the verbs that go back
        """
        self.ensure_one()
        own = self.sudo()
        if not stages.may_follow(own.state, state, self._is_short(), is_back):
            states = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(name)s is in the state “%(now)s”; “%(then)s” cannot follow.",
                    name=own.display_name,
                    now=states[own.state],
                    then=states[state],
                )
            )
        if duty in dict(self.env["zrm.budget.authority"]._fields["duty"].selection):
            self.env["zrm.budget.authority"]._check(duty, own.unit_id, own.amount, own.currency_id)
        if hinders := duties.hinders(duty, self._done_by_me()):
            labels = dict(
                self.env["zrm.budget.event"]._fields["duty"]._description_selection(self.env)
            )
            raise UserError(
                self.env._(
                    "Before, you had another hand in this request (%s); somebody else does this.",
                    labels[hinders],
                )
            )
        return own

    def _done_by_me(self):
        """What the user did in this request since it was last returned."""
        self.ensure_one()
        done = set()
        for duty, user_id in self.sudo().history or ():
            if duty == "return":
                done = {"ask"} & done
            elif user_id == self.env.uid:
                done.add(duty)
        if self.sudo().requester_id == self.env.user:
            done.add("ask")
        return done

    def _is_short(self):
        # sudo: a setting.
        parameters = self.env["ir.config_parameter"].sudo()
        return parameters.get_param("zrm_budget.is_short") == "True"

    def _enter(self, state, duty, text=""):
        """Puts the request into a state, and says so in its story."""
        # sudo: the verb has checked the rights.
        own = self.sudo()
        own.write({"state": state})
        if state in FREE:
            own.line_ids.filtered("once_key").once_key = False
        own.env["zrm.budget.event"].create(
            [
                {
                    "request_id": request.id,
                    "duty": duty,
                    "state": state,
                    "text": text or False,
                    "user_id": self.env.uid,
                }
                for request in own
            ]
        )

    def _entries(self, kind, amounts):
        """Entries of one kind for lines of requests.

        :param dict amounts: ``{line of the request: amount}``; nothing is booked for zero
        """
        found = []
        for line, amount in amounts.items():
            if line.currency_id.is_zero(amount):
                continue
            # Each verb is an event: what it books is booked once.
            count = len(line.request_id.history or ())
            found.append(
                Entry(
                    line.budget_line_id,
                    kind,
                    amount,
                    f"request.line,{line.id},{kind},{count}",
                    request_line=line.id,
                )
            )
        return found

    def _book(self, entries):
        self.env["zrm.budget.line"].sudo()._book(entries)
        self.env["zrm.budget.request.line"].invalidate_model(
            ["move_ids", "reserved", "committed", "spent"], flush=False
        )

    # ------------------------------------------------------------------
    # Verbs
    # ------------------------------------------------------------------

    def action_submit(self):
        """States the need. The request has lines, and says what for.

        :raise UserError: says what is missing
        """
        for request in self._lock():
            own = request._begin("ask", "submitted")
            if not self.env.su and not self.env.user._zrm_works_in(own.unit_id):
                raise UserError(self.env._("You do not work in %s.", own.unit_id.display_name))
            if not own.line_ids:
                raise UserError(self.env._("Add a line first: of which credit, and how much."))
            own._check_accounts()
            own._check_once()
            if not own.number:
                own.number = own.env["ir.sequence"].next_by_code("zrm.budget.request")
            request._enter("submitted", "ask")
        return True

    def _check_once(self):
        """Keeps what is given once in a period for these people: of two requests at the same
        moment the database refuses one.

        :raise UserError: when somebody gets the same a second time in the period
        """
        self.ensure_one()
        lines = self.line_ids.filtered(
            lambda line: line.partner_id and line.budget_line_id.subject_id.once_per_period
        )
        if not lines:
            return
        # By the period in which it was asked for, also where it was carried into another since.
        keys = [line._once_key() for line in lines]
        others = lines.search([("once_key", "in", keys), ("request_id", "!=", self.id)])
        taken = set(others.mapped("once_key"))
        for line in lines:
            key = line._once_key()
            if key in taken:
                raise UserError(
                    self.env._(
                        "%(name)s gets “%(subject)s” once in a period, and has it already.",
                        name=line.partner_id.display_name,
                        subject=line.budget_line_id.subject_id.display_name,
                    )
                )
            taken.add(key)
            line.once_key = key

    def action_approve(self, exception=""):
        """Approves that it is needed (تشخیص).

        :param str exception: why somebody gets it who does not meet the subject's conditions;
            needs the authority to exceed
        """
        exception = (exception or "").strip()
        for request in self._lock():
            request._begin("approve", "approved")
            request._check_eligible(exception)
            request._enter("approved", "approve", exception)
        return True

    def action_return(self, words):
        """Gives the request back to who asks.

        :param str words: what is missing
        """
        for request in self._lock():
            duty = "approve" if request.sudo().state == "submitted" else "certify"
            request._begin(duty, "draft", is_back=True)
            if not (words or "").strip():
                raise UserError(self.env._("Write what is missing."))
            request._enter("draft", "return", words.strip())
        return True

    def action_reserve(self):
        """Sets the credit aside (تأمین اعتبار): all lines or none. Here it is stopped when
        there is not enough."""
        requests = self._lock()
        for request in requests:
            request._begin("certify", "reserved")
        # Where many queue for one credit each query counts; by way of the requests it were two.
        # sudo: lines of requests that the user has.
        lines = requests.env["zrm.budget.request.line"].sudo()
        fetched = ["request_id", "budget_line_id", "amount"]
        lines = lines.search_fetch([("request_id", "in", requests.ids)], fetched, order="id")
        requests._book(requests._entries("reserve", {line: line.amount for line in lines}))
        requests._enter("reserved", "certify")
        return True

    def action_commit(self):
        """Binds the body to the expense (تعهد)."""
        requests, entries = self._lock(), []
        for request in requests:
            own = request._begin("commit", "committed")
            entries += own._entries("commit", {line: line.reserved for line in own.line_ids})
        requests._book(entries)
        requests._enter("committed", "commit")
        return True

    def action_liquidate(self, amounts=None):
        """Establishes from the documents what is payable (تسجیل).

        :param dict amounts: ``{id of a line: payable}``; without it what was committed.
            Less releases the rest; more has to fit the line's over-run and the credit
        """
        given = {int(key): value for key, value in (amounts or {}).items()}
        requests, entries = self._lock(), []
        if unknown := given.keys() - set(requests.sudo().line_ids.ids):
            raise UserError(self.env._("No line of this request: %s.", sorted(unknown)))
        for request in requests:
            own = request._begin("liquidate", "liquidated")
            for line in own.line_ids:
                line.payable = given.get(line.id, line.committed)
                entries += own._fitting(line)
        requests._book(entries)
        requests._enter("liquidated", "liquidate")
        return True

    def _fitting(self, line):
        """Entries that fit what is committed of a line to what is payable of it.

        :raise UserError: when that is below zero, or more than the line's over-run allows
        """
        payable = line.payable
        if payable < 0:
            raise UserError(self.env._("What is payable is not below zero."))
        more = line.currency_id.round(payable - line.committed)
        if more > 0:
            if line.currency_id.compare_amounts(payable, line._most()) > 0:
                raise UserError(
                    self.env._(
                        "%(line)s: more is payable than was committed; ask for the rest with "
                        "another request.",
                        line=line.name or line.budget_line_id.display_name,
                    )
                )
            return self._entries("reserve", {line: more}) + self._entries("commit", {line: more})
        return self._entries("uncommit", {line: -more}) + self._entries("release", {line: -more})

    def action_order(self):
        """Orders the payment (حواله)."""
        for request in self._lock():
            own = request._begin("order", "ordered")
            for line in own.line_ids:
                if own.state == "committed":  # without the stage in which it is established
                    line.payable = line.committed
            request._enter("ordered", "order")
            request._draft_bills()
        return True

    def action_step_back(self, reason):
        """Takes back the order, or what was established as payable, when the documents were
        wrong.

        :param str reason: why
        :raise UserError: while a bill is there
        """
        for request in self._lock():
            is_order = request.sudo().state == "ordered"
            state = "liquidated" if is_order and not self._is_short() else "committed"
            request._begin("order" if is_order else "liquidate", state, is_back=True)
            if not (reason or "").strip():
                raise UserError(self.env._("Write why it is taken back."))
            bills = request._live_bills()
            # Drafts that nobody posted yet are taken back with the order.
            never = bills.filtered(lambda bill: bill.state == "draft" and not bill.posted_before)
            never.unlink()
            if bills - never:
                raise UserError(
                    self.env._("There is a bill of it; accountants cancel the bill first.")
                )
            request._enter(state, "back", reason.strip())
        return True

    def action_release(self, reason):
        """Gives back what is reserved or committed and not spent.

        :param str reason: why
        """
        requests = self._lock()
        for request in requests:
            own = request._begin("commit", "released")
            if not (reason or "").strip():
                raise UserError(self.env._("Write why it is released."))
            if any(line.spent for line in own.line_ids):
                raise UserError(
                    self.env._("Part of it is spent already; the rest is released when posted.")
                )
        requests._give_back()
        requests._enter("released", "release", reason.strip())
        return True

    def _give_back(self):
        """Books back all that lines of these requests still hold."""
        lines = self.sudo().line_ids
        committed = {line: line.committed for line in lines}
        held = {line: line.reserved + line.committed for line in lines}
        self._book(self._entries("uncommit", committed) + self._entries("release", held))

    def action_cancel(self, reason=""):
        """Cancels a request for which nothing is reserved yet."""
        for request in self._lock():
            own = request._begin("cancel", "cancelled")
            mine = own.requester_id == self.env.user or self.env.su
            if not mine and not self.env.user._zrm_manages(own.unit_id):
                raise UserError(
                    self.env._("Who asked for it or the unit's manager cancels a request.")
                )
            request._enter("cancelled", "cancel", (reason or "").strip())
        return True
