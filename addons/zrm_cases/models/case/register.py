from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.misc import clean_context

from ...const import MAX_REGISTERED_AT_ONCE


class ZrmCase(models.Model):
    """The API for other systems."""

    _inherit = "zrm.case"

    @api.model
    def register(self, vals_list):
        """Registers cases and returns their tracking codes.

        Unlike ``create`` and ``read``, it also returns the codes of cases that become
        confidential and unreadable for the caller. A client that got no reply can call
        again with the same ``channel_id`` and ``external_ref`` and gets the same cases.

        :param list vals_list: values of each case as for :meth:`_intake`
        :return: list of dicts, in order: ``id``, ``number`` (plain digits),
            ``external_ref``, and ``pin``, the secret number of cases without a name, only
            in the call that registered them: who repeats a call proves nothing
        :raise UserError: says what cannot be registered and why; then none is
        """
        self.check_access("create")
        if not isinstance(vals_list, list) or not all(isinstance(one, dict) for one in vals_list):
            raise UserError(self.env._("The data sent cannot be read; send a list of cases."))
        if len(vals_list) > MAX_REGISTERED_AT_ONCE:
            raise UserError(
                self.env._("At most %s cases at a time, please.", MAX_REGISTERED_AT_ONCE)
            )
        quiet = self.with_env(self.env(context=clean_context(self.env.context)))
        # Clients cannot choose the unit.
        vals_list = [{key: vals[key] for key in vals if key != "to_unit_id"} for vals in vals_list]
        for vals in vals_list:
            quiet._check_named(vals)
        known = {case.id for case in quiet._known_by_reference(vals_list).values()}
        cases = quiet._intake(vals_list)
        cases._check_not_others()
        return [case._registration_receipt(is_new=case.id not in known) for case in cases]

    def _check_not_others(self):
        """Refuses to name cases of others that an external reference led to.

        :raise UserError: when one of these was registered by somebody else and the user may
            not read it
        """
        # sudo: to see who registered them.
        others = self.sudo().filtered(lambda case: case.create_uid != self.env.user)
        if not self.env.su and others.with_env(self.env)._filtered_access("read") != others:
            raise UserError(
                self.env._("A letter with this number is registered already, by another unit.")
            )

    def _registration_receipt(self, is_new):
        self.ensure_one()
        # sudo: the case is the user's own or readable; see above.
        case = self.sudo()
        is_nameless = case.is_anonymous or case.is_reporter_hidden
        return {
            "id": case.id,
            "number": case.number,
            "external_ref": case.external_ref or "",
            "pin": case._give_pin() if is_nameless and is_new else "",
        }
