from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.zrm_base.const import IDENTITY_TYPES
from odoo.addons.zrm_base.tools import persian

CITIZEN_FIELDS = ("name", "identity_number", "phone")
TEXTS = ("name", "description", "address", "remedy_sought")
MAX_TOKEN = 80
# External reference of a registration without a letter number: the token of the screen.
TOKEN_PREFIX = "desk:"


class ZrmCaseQuick(models.AbstractModel):
    """Registers the operator's entry once, even if it is sent repeatedly."""

    _inherit = "zrm.case.quick"

    @api.model
    def quick_register(self, vals):
        """Registers a caller's case.

        The same ``token`` gives the same case: a second Enter, a lost answer or
        two requests at once change nothing.

        :param dict vals: values of a case (``channel_id``, ``subject_id``, ``nature_id``,
            ``name``, ``description``, ``region_id``, ``address``, ``priority``, ``questions``,
            ``is_anonymous``, ``external_ref``); ``partner_id`` or ``citizen`` (``name``,
            ``identity_number``, ``phone``, ``region_id``); ``behalf_of_id``, a citizen whom
            the caller represents; ``token``; ``template_id`` to settle it with
        :return: dict for the screen: tracking code, where it went, until when, whether it
            is settled, and ``notice``, a remark for the operator
        :raise UserError: says what is missing or wrong; then nothing is registered
        """
        return self._take_down(vals)

    @api.model
    def _take_down(self, vals, documents=()):
        """:param documents: checked files, ``(name, bytes)`` each"""
        self._check_operator()
        vals, quick = self._as_dict(vals), self._quiet()
        Case = quick.env["zrm.case"]
        intake = quick._intake_vals(vals)
        known = bool(Case._known_by_reference([intake]))
        # The screen shows the subject's questions, so required ones must be answered.
        case = Case.with_context(zrm_check_questions=True)._intake([intake])
        case = case.with_env(self.env)
        if known:
            quick._check_receipt_right(case)
            settled = case.sudo().state == "closed"
            notice = self.env._(
                "It was registered already; what was changed since then is not in it."
            )
        else:
            quick._attach(case, documents)
            quick._note_caller(case, vals)
            settled, notice = quick._settle(case, vals)
            notice = notice or quick._other_name(case, vals)
        return quick._registered_dict(case, settled, notice, is_new=not known)

    @api.model
    def _intake_vals(self, vals):
        """Converts the request to values for intake; unknown keys are dropped."""
        intake = {name: self._as_text(vals.get(name)) or False for name in TEXTS}
        for name in ("channel_id", "nature_id", "subject_id"):
            intake[name] = self._as_id(vals.get(name))
        if region_id := self._as_id(vals.get("region_id")):
            intake["region_id"] = self._region(region_id).id
        if priority := vals.get("priority"):
            known = self.env["zrm.case"]._fields["priority"].get_values(self.env)
            if priority not in known:
                raise UserError(self.env._("Choose the priority again."))
            intake["priority"] = priority
        if reference := self._as_text(vals.get("external_ref")):
            intake["external_ref"] = reference
        elif token := self._as_text(vals.get("token"))[:MAX_TOKEN]:
            intake["external_ref"] = TOKEN_PREFIX + token
        subject = self.env["zrm.subject"]
        subject = subject.browse({intake["subject_id"]} & subject._usable_ids())
        intake["questions"] = self._answers(subject, vals.get("questions") or {})
        if vals.get("is_anonymous"):
            intake["is_anonymous"] = True
        elif partner_id := vals.get("partner_id"):
            intake["partner_id"] = self._brought_for(self._citizen(partner_id), vals).id
        elif vals.get("citizen"):
            intake["citizen"] = self._citizen_vals(vals["citizen"])
        else:
            raise UserError(
                self.env._("Enter the caller: find the citizen, or register a new one.")
            )
        return intake

    @api.model
    def _region(self, region_id):
        region = self.env["zrm.region"].browse(self._as_id(region_id) or [])
        if region.id not in region._usable_ids():
            raise UserError(self.env._("This region is not in use any more; choose another one."))
        return region

    @api.model
    def _citizen_vals(self, typed):
        """The values of a new citizen; the citizen's file checks them."""
        if not isinstance(typed, dict) or not self._as_text(typed.get("name")):
            raise UserError(self.env._("Type the citizen's name."))
        vals = {name: self._as_text(typed.get(name)) for name in CITIZEN_FIELDS}
        vals = {name: value for name, value in vals.items() if value}
        if vals.get("identity_number") and typed.get("identity_type") in dict(IDENTITY_TYPES):
            vals["identity_type"] = typed["identity_type"]
        if typed.get("region_id"):
            vals["region_id"] = self._region(typed["region_id"]).id
        return vals

    @api.model
    def _brought_for(self, caller, vals):
        """The citizen of the case: the caller, or somebody whom they represent."""
        behalf_of_id = self._as_id(vals.get("behalf_of_id"))
        if not behalf_of_id:
            return caller
        citizen = self._citizen(behalf_of_id)
        if citizen not in caller._represented_citizens():
            raise UserError(
                self.env._(
                    "%(caller)s does not represent %(citizen)s. Add the relation to the file "
                    "first, or register it in the caller's name.",
                    caller=caller.name,
                    citizen=citizen.name,
                )
            )
        return citizen

    # ------------------------------------------------------------------
    # The subject's questions
    # ------------------------------------------------------------------

    @api.model
    def _answers(self, subject, typed):
        """Answers to the subject's questions, as they are stored.

        :raise UserError: names the question whose answer cannot be read
        """
        result = {}
        if not subject or not isinstance(typed, dict):
            return result
        for question in subject._questions_to_ask():
            value = typed.get(question["key"])
            try:
                answer = subject._read_answer(question, value)
            except UserError as error:
                raise UserError(
                    self.env._(
                        "%(value)s is no answer to “%(question)s”; correct it or leave it empty.",
                        value=value,
                        question=question["label"],
                    )
                ) from error
            if answer is not False:
                result[question["key"]] = answer
        return result

    # ------------------------------------------------------------------
    # After intake, in the same transaction
    # ------------------------------------------------------------------

    @api.model
    def _check_receipt_right(self, case):
        """Checks that the user may see the tracking code of a letter that somebody else
        registered."""
        # sudo: to read the author only, which decides what is shown.
        if not self._is_own(case.sudo()) and not case.has_access("read"):
            raise UserError(
                self.env._("A letter with this number is registered already, by another unit.")
            )

    @api.model
    def _is_own(self, case):
        return case.create_uid == self.env.user

    @api.model
    def _attach(self, case, documents):
        if documents:
            # sudo: the operator has just registered the case, but may not write to it.
            self.env["ir.attachment"].sudo().create(
                [
                    {"name": name, "raw": content, "res_model": "zrm.case", "res_id": case.id}
                    for name, content in documents
                ]
            )

    @api.model
    def _note_caller(self, case, vals):
        """Logs who represented the citizen."""
        own = case.sudo()
        # Logging the caller could reveal a hidden reporter.
        if own.is_anonymous or own.is_reporter_hidden or not vals.get("behalf_of_id"):
            return
        caller = self._citizen(vals["partner_id"])
        own._log_event("joined", text=self.env._("Reported by %s.", caller.name))

    @api.model
    def _settle(self, case, vals):
        """Answers and closes the case with a template, if process and unit allow it; else
        saves the answer as a draft.

        :return: whether it is settled, and why not
        """
        template_id = self._as_id(vals.get("template_id"))
        if not template_id:
            return False, ""
        fitting = self.env["zrm.answer.template"]._fitting(case.sudo().subject_id)
        template = fitting.filtered(lambda item: item.id == template_id)
        if not template.settles:
            raise UserError(
                self.env._("This template does not settle a matter of this subject; choose again.")
            )
        # sudo: operators cannot write cases, but may settle those of their own unit; the
        # actions check the unit and the gates of the process.
        own = case.sudo()
        text = template._render(own)
        template._count_use()
        try:
            with self.env.cr.savepoint():
                own.action_answer(text)
                own.action_close("informed")
                own.flush_recordset()
            return True, ""
        except UserError as error:
            own.answer = text
            return False, self.env._(
                "It could not be settled now; the answer waits as a draft. %s", error.args[0]
            )

    @api.model
    def _other_name(self, case, vals):
        """A remark for the operator when the existing file has another name than the one
        typed."""
        if vals.get("is_anonymous") or vals.get("partner_id") or case.sudo().is_reporter_hidden:
            return ""
        citizen = case._citizen()
        if citizen.name == persian.normalize_text(vals["citizen"]["name"]):
            return ""
        return self.env._(
            "This identity number was on file already, as %s; the case is in that file.",
            citizen.name,
        )

    @api.model
    def _registered_dict(self, case, settled, notice, is_new):
        # sudo: the operator sees the code of the case just registered, even if it becomes
        # confidential.
        shown = case.sudo()
        is_nameless = shown.is_anonymous or shown.is_reporter_hidden
        return {
            "id": case.id,
            "number": shown.number_spaced,
            "name": shown.name,
            "citizen": shown.partner_id.name or "",
            # Shown once: anonymous reporters have no digits on file, and those of hidden
            # ones would reveal them.
            "pin": shown._give_pin() if is_nameless and is_new else "",
            "subject": shown.subject_id.name,
            "unit": shown.unit_id.name,
            "deadline": self._moment(shown.deadline),
            "settled": settled,
            "notice": notice,
            "can_open": case.has_access("read"),
        }
