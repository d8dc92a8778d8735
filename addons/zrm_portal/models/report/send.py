from hashlib import sha256

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from odoo.addons.zrm_base.tools import persian
from odoo.addons.zrm_cases.const import OURS
from odoo.addons.zrm_cases.domain.contact import Contact


class ZrmCaseDraft(models.Model):
    """Turns the report into a case, once, even if it is sent repeatedly."""

    _inherit = "zrm.case.draft"

    def _is_sent(self):
        self.ensure_one()
        return bool(self.case_id or self.joined_case_id)

    def _send(self):
        """Registers the case, or joins the one that the citizen chose.

        Sending again (double click, reload, concurrent request) gives the same case.

        :return: the case; empty if the citizen joined another one
        :raise UserError: says what is missing or wrong
        """
        self.ensure_one()
        self._lock()
        if self._is_sent():
            return self.case_id
        values = {}
        for step in ("details", "where", "same", "who"):
            values[step], problems = self._read(step)
            if problems:
                raise UserError(" ".join(problems.values()))
        citizen, remark = self._citizen_of(values["who"])
        if values["same"]["join_id"]:
            self._send_join(values["same"]["join_id"], citizen)
        else:
            self._send_case(values, citizen, remark)
        # The data is in the case now; delete it here.
        self.write({"typed": {}, "passed": [], "sent_at": fields.Datetime.now()})
        return self.case_id

    def _note_pin(self, typed):
        """Forgets the secret number once the reporter has repeated it.

        :return: whether it was right
        """
        self.ensure_one()
        digits = persian.to_ascii_digits(typed or "").strip()
        if not self.pin or digits != self.pin:
            return False
        self.pin = False
        return True

    def _reference(self):
        """What staff see of the report, by which it becomes one case: not the token, which
        opens it."""
        self.ensure_one()
        return sha256(self.token.encode()).hexdigest()[:32]

    def _send_join(self, case_id, citizen):
        case = self.env["zrm.case"].browse(case_id)
        is_new = citizen not in case.joined_partner_ids | case._citizen()
        case._join(citizen)
        if is_new:
            case._log_event("joined", text=self.env._("One more citizen."))
        self._files().unlink()
        self.joined_case_id = case

    def _send_case(self, values, citizen, remark):
        who = values["who"]
        is_anonymous = who["bringer"] == "anonymous"
        account = self.user_id.partner_id
        case = (
            self.env["zrm.case"]
            .with_context(zrm_notice_lang=self.lang)
            ._intake(
                [
                    {
                        **values["details"],
                        **values["where"],
                        "subject_id": self.subject_id.id,
                        "channel_id": self.env.ref("zrm_base.channel_web").id,
                        "external_ref": self._reference(),
                        "partner_id": citizen.id,
                        "is_anonymous": is_anonymous,
                    }
                ]
            )
        )
        self.case_id = case
        if is_anonymous or case.is_reporter_hidden:
            self.pin = case._give_pin()
            if case.is_reporter_hidden:
                case._freeze_contact(self._contact_of_report(case, who, account))
                case._acknowledge_to_contact()
            # Removes the link from the case to the account.
            self.user_id = False
        elif not self.user_id:
            case._write_handling({"track_digits": " ".join(self._digits_of(who))})
        self._hand_over_files(case)
        if who.get("national_id") and not case.is_reporter_hidden:
            self._note(case, remark)

    def _note(self, case, remark):
        """A remark for staff; without one the same work, as the time that it takes would tell
        whether the number is on file."""
        with self.env.cr.savepoint() as savepoint:
            case.message_post(body=remark, subtype_xmlid="mail.mt_note")
            if not remark:
                savepoint.rollback()
        self.env.invalidate_all()

    def _contact_of_report(self, case, who, account):
        """Where a hidden reporter is reached: as this report says, or by the own account;
        never by a file that was found, since others may have written its addresses."""
        if who["bringer"] == "anonymous":
            return Contact(lang=self.lang or "")
        if account:
            return case._contact_of(account)
        return case._contact_given({**who, "lang": who["lang"] or self.lang})

    def _hand_over_files(self, case):
        """The files become the citizen's first message on the case."""
        files = self._files()
        if not files:
            return
        citizen = case._citizen()
        is_hidden = case.is_reporter_hidden or not citizen
        # Names of files are dropped where the reporter stays unknown, see ir.attachment.
        contents = [(file.name, file.raw) for file in files]
        author = self.env.ref("base.partner_root") if is_hidden else citizen
        message = case.with_context(zrm_with_registration=OURS).message_post(
            body=plaintext2html(self.env._("Sent with the report:")),
            author_id=author.id,
            email_from=author.email_formatted or False,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=contents,
            notify_author=False,
        )
        message.is_from_reporter = is_hidden
        files.unlink()
