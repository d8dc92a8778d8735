from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...const import OBJECTION_DAYS, VERDICTS

BATCH = 200
# Default number of working days without a reply after which the answer counts as accepted.
SILENCE_DAYS = 10


class ZrmCase(models.Model):
    """The citizen's verdict on the answer: accepting closes the case, objecting sends it
    one level up, and no reply closes it after a time, with a note."""

    _inherit = "zrm.case"

    verdict = fields.Selection(VERDICTS, readonly=True, copy=False, index="btree_not_null")
    verdict_at = fields.Datetime(readonly=True, copy=False)
    verdict_by_phone = fields.Boolean(string="Verdict Given by Phone", readonly=True, copy=False)
    is_withdrawn = fields.Boolean(
        string="Goes on for Others",
        readonly=True,
        copy=False,
        help="Its citizen withdrew, but others joined it or had the same.",
    )
    stars = fields.Integer(readonly=True, copy=False, help="One to five, given by the citizen.")
    verdict_comment = fields.Text(string="Citizen's Comment", readonly=True, copy=False)
    silent_at = fields.Datetime(
        string="Closes Automatically",
        readonly=True,
        copy=False,
        help="Without a reply until then, the answer counts as accepted.",
    )

    _silent = models.Index("(silent_at) WHERE state = 'answered' AND silent_at IS NOT NULL")

    def _ask_for_verdict(self):
        """A new answer needs a new verdict, of the citizens of merged cases too."""
        for case in self.sudo():
            case._write_handling({**case._verdict_vals(), "silent_at": case._silence_ends()})
            for merged in case._all_merged():
                merged._write_handling(merged._verdict_vals())

    def _verdict_vals(self):
        """Hook: the values of a case whose citizen may give a new verdict."""
        self.ensure_one()
        return {"verdict": False, "verdict_at": False}

    def _silence_ends(self):
        """When an answer without a reply counts as accepted: days of the organization, so
        that citizens have the same time everywhere."""
        self.ensure_one()
        parameters = self.env["ir.config_parameter"].sudo()
        days = int(parameters.get_param("zrm_cases.silence_days") or SILENCE_DAYS)
        time = self.env["zrm.unit"]._organization_time(self.company_id.id)
        return time.days_after(days, fields.Datetime.now())

    def _check_judgeable(self):
        self.ensure_one()
        if self.state not in ("answered", "closed") or not self.answered_at:
            raise UserError(self.env._("There is no answer to judge yet."))
        if self.verdict in ("accepted", "objected"):
            raise UserError(self.env._("You have already given your verdict; thank you."))

    def _accept_answer(self, stars=None, comment="", by_phone=False):
        """Records that the citizen accepts the answer, and closes the case.

        The caller has checked that it is the citizen: by link, sign-in, number
        of the sender, or on the phone.

        :param int stars: 1 to 5, or None
        :param str comment: the citizen's comment
        """
        for case in self.sudo():
            case._lock()
            if (shown := case._shown()) != case:
                case._accept_within(shown, stars, comment, by_phone)
                continue
            case._check_judgeable()
            case._record_verdict("accepted", stars, comment, by_phone)
            case._log_event("accepted_answer", text=comment or "", is_public=True)
            if case.state == "answered":
                case._close_after_verdict("solved")
        return True

    def _object_to_answer(self, reason, stars=None, by_phone=False):
        """Records the citizen's objection; the case goes to the next higher unit.

        :param str reason: why, in the citizen's words
        """
        channel = self.env["zrm.channel"]
        if by_phone:
            channel = self.env.ref("zrm_base.channel_phone", raise_if_not_found=False) or channel
        for case in self.sudo():
            case._lock()
            if case._shown() == case:
                case._check_judgeable()
            case._object(reason, channel, stars, by_phone)
        return True

    def _record_verdict(self, verdict, stars, comment, by_phone):
        self.ensure_one()
        stars = min(max(int(stars or 0), 0), 5)
        self._write_handling(
            {
                "verdict": verdict,
                "verdict_at": fields.Datetime.now(),
                "verdict_by_phone": by_phone,
                "stars": stars,
                "verdict_comment": (comment or "").strip()[:2000] or False,
                "silent_at": False,
            }
        )
        if stars:
            self.env["rating.rating"].sudo().create(
                {
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": self.id,
                    "rating": stars,
                    "feedback": (comment or "").strip()[:2000],
                    "consumed": True,
                    # Empty for a hidden reporter.
                    "partner_id": self.partner_id.id,
                    "rated_partner_id": self._shown().sudo().answered_by_id.partner_id.id,
                }
            )

    def _close_after_verdict(self, outcome):
        """Closes an answered case, without checking the gates of its process."""
        self.ensure_one()
        step = self.process_id._step_of_state("closed", self.step_id)
        if not step:
            return  # the process ends with the answer: the case stays answered
        if not self.outcome:
            self.outcome = outcome
        self._enter(step)
        self._log_event("closed", is_public=True)

    @api.model
    def _cron_silence(self):
        """Closes answered cases without a reply from the citizen."""
        domain = [("state", "=", "answered"), ("silent_at", "<=", fields.Datetime.now())]
        while cases := self.search(domain, limit=BATCH, order="silent_at"):
            cases._close_silently()
            left = self.search_count(domain, limit=BATCH * 10)
            if not self.env["ir.cron"]._commit_progress(len(cases), remaining=left):
                break

    def _close_silently(self):
        for case in self.sudo():
            case._write_handling(
                {"verdict": "silent", "verdict_at": fields.Datetime.now(), "silent_at": False}
            )
            case._close_after_verdict("silent")

    def _may_judge(self):
        """Whether the citizen may accept the answer; of a merged case, that of the one it
        goes on in."""
        self.ensure_one()
        shown = self._shown()
        return shown.state == "answered" and not self.verdict and not self.is_withdrawn

    def _may_object(self):
        """As :meth:`_may_judge`, whether the citizen may object to the answer."""
        self.ensure_one()
        has_judged = self.verdict in ("accepted", "objected")
        return self._shown()._objection_is_open() and not has_judged and not self.is_withdrawn

    def _objection_is_open(self):
        """Whether there is an answer, not too old to object to."""
        self.ensure_one()
        since = self.closed_at or self.answered_at
        return (
            self.state in ("answered", "closed")
            and bool(self.answered_at)
            and fields.Datetime.now() <= since + timedelta(days=OBJECTION_DAYS)
        )

    def _withdraw(self):
        """Closes the case as withdrawn by the citizen.

        The caller has checked that it is the citizen.
        """
        for case in self.sudo():
            case._lock()
            case._check_open()
            if case.is_withdrawn:
                raise UserError(self.env._("You have withdrawn the case."))
            if case.state == "answered":
                raise UserError(self.env._("It is answered already; accept the answer or object."))
            if case._concerns_others():
                case._withdraw_alone()
                continue
            case._finish("withdrawn", self.env._("Withdrawn by the citizen."))
            event = case._log_event("withdrawn", is_public=True)
            case._reach_children(event, "withdrawn")
            # After the end, which removes what there was to do.
            case._ask_handler(
                lambda env: env._("The citizen withdrew the case: stop what is under way")
            )
        return True

    def _concerns_others(self):
        """Whether others wait for this case too: they joined it, or theirs was merged into
        it. It does not end by the wish of one of them."""
        self.ensure_one()
        return bool(self.sudo().joined_partner_ids or self._all_merged())

    def _withdraw_alone(self):
        """The citizen hears no more of the case; it goes on for the others."""
        self._write_handling({"is_withdrawn": True})
        self._log_event("withdrawn", is_public=True)
        self._ask_handler(
            lambda env: env._("The citizen withdrew; go on for the others who wait for the same")
        )
