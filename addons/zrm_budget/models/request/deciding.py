from odoo import models
from odoo.exceptions import LockError, UserError

from ...domain import duties, stages
from ..credit.booking import Entry


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

    def _begin(self, duty, state):
        """Checks, for each request, stage, authority and earlier duties of the user."""
        self.ensure_one()
        own = self.sudo()
        if not stages.may_follow(own.state, state, self._is_short()):
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
            self.env["zrm.budget.authority"]._check(duty, own.unit_id, own.amount)
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
        for event in self.sudo().event_ids:
            if event.duty == "return":
                done = {"ask"} & done
            elif event.user_id == self.env.user:
                done.add(event.duty)
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
        """Entries of one kind for lines of this request.

        :param dict amounts: ``{line of the request: amount}``; nothing is booked for zero
        """
        self.ensure_one()
        found = []
        for line, amount in amounts.items():
            if line.currency_id.is_zero(amount):
                continue
            count = len(line.move_ids)
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
        self.sudo().line_ids.invalidate_recordset(["move_ids", "reserved", "committed", "spent"])

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
            for credit in own.line_ids.budget_line_id:
                if not credit.subject_id._account():
                    raise UserError(
                        self.env._(
                            "%s has no expense account; the budget officer sets it.",
                            credit.subject_id.display_name,
                        )
                    )
            own._check_once()
            if not own.number:
                own.number = own.env["ir.sequence"].next_by_code("zrm.budget.request")
            request._enter("submitted", "ask")
        return True

    def _check_once(self):
        """:raise UserError: when somebody gets the same a second time in the period"""
        self.ensure_one()
        lines = self.line_ids.filtered(lambda line: line.budget_line_id.subject_id.once_per_period)
        seen = set()
        for line in lines.filtered("partner_id"):
            key = (line.partner_id.id, line.budget_line_id.subject_id.id)
            before = self.env["zrm.budget.request.line"].search_count(
                [
                    ("partner_id", "=", line.partner_id.id),
                    ("budget_line_id.subject_id", "=", key[1]),
                    ("budget_line_id.period_id", "=", line.budget_line_id.period_id.id),
                    ("request_id", "!=", self.id),
                    ("request_id.state", "not in", ("draft", "cancelled", "released")),
                ],
                limit=1,
            )
            if before or key in seen:
                raise UserError(
                    self.env._(
                        "%(name)s gets “%(subject)s” once in a period, and has it already.",
                        name=line.partner_id.display_name,
                        subject=line.budget_line_id.subject_id.display_name,
                    )
                )
            seen.add(key)

    def action_approve(self):
        """Approves that it is needed (تشخیص)."""
        for request in self._lock():
            request._begin("approve", "approved")
            request._enter("approved", "approve")
        return True

    def action_return(self, words):
        """Gives the request back to who asks.

        :param str words: what is missing
        """
        for request in self._lock():
            duty = "approve" if request.sudo().state == "submitted" else "certify"
            request._begin(duty, "draft")
            if not (words or "").strip():
                raise UserError(self.env._("Write what is missing."))
            request._enter("draft", "return", words.strip())
        return True

    def action_reserve(self):
        """Sets the credit aside (تأمین اعتبار): all lines or none. Here it is stopped when
        there is not enough."""
        requests, entries = self._lock(), []
        for request in requests:
            own = request._begin("certify", "reserved")
            entries += own._entries("reserve", {line: line.amount for line in own.line_ids})
        requests._book(entries)
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
        for request in self._lock():
            own = request._begin("liquidate", "liquidated")
            if unknown := given.keys() - set(own.line_ids.ids):
                raise UserError(self.env._("No line of this request: %s.", sorted(unknown)))
            for line in own.line_ids:
                request._establish(line.sudo(), given.get(line.id, line.committed))
            request._enter("liquidated", "liquidate")
        return True

    def _establish(self, line, payable):
        """Sets what is payable of a line, and fits its commitment to it."""
        if payable < 0:
            raise UserError(self.env._("What is payable is not below zero."))
        more = line.currency_id.round(payable - line.committed)
        if more > 0:
            most = line.committed * (1 + line.budget_line_id.overrun / 100)
            if line.currency_id.compare_amounts(payable, most) > 0:
                raise UserError(
                    self.env._(
                        "%(line)s: more is payable than was committed; ask for the rest with "
                        "another request.",
                        line=line.name or line.budget_line_id.display_name,
                    )
                )
            self._book(self.sudo()._entries("reserve", {line: more}))
            self._book(self.sudo()._entries("commit", {line: more}))
        elif more < 0:
            self._book(self.sudo()._entries("uncommit", {line: -more}))
            self._book(self.sudo()._entries("release", {line: -more}))
        line.payable = payable

    def action_order(self):
        """Orders the payment (حواله)."""
        for request in self._lock():
            own = request._begin("order", "ordered")
            for line in own.line_ids:
                if own.state == "committed":  # without the stage in which it is established
                    line.payable = line.committed
            request._enter("ordered", "order")
        return True

    def action_release(self, reason):
        """Gives back what is reserved or committed and not spent.

        :param str reason: why
        """
        for request in self._lock():
            own = request._begin("commit", "released")
            if not (reason or "").strip():
                raise UserError(self.env._("Write why it is released."))
            if any(line.spent for line in own.line_ids):
                raise UserError(
                    self.env._("Part of it is spent already; the rest is released when posted.")
                )
            request._give_back()
            request._enter("released", "release", reason.strip())
        return True

    def _give_back(self):
        """Books back all that lines of this request still hold."""
        self.ensure_one()
        own = self.sudo()
        self._book(own._entries("uncommit", {line: line.committed for line in own.line_ids}))
        self._book(own._entries("release", {line: line.reserved for line in own.line_ids}))

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
