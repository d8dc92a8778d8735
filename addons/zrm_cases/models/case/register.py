from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.misc import clean_context

from ...const import MAX_REGISTERED_AT_ONCE


class ZrmCase(models.Model):
    """What machines call: all that they have to know in one answer."""

    _inherit = "zrm.case"

    @api.model
    def register(self, vals_list):
        """Registers cases by the one door and tells their tracking codes.

        Whoever registers is told, also of what is confidential from then on,
        which ``create`` and ``read`` would not do. A machine that got no answer
        calls again with the same ``channel_id`` and ``external_ref``; the cases
        are the same.

        :param list vals_list: values of each case as for :meth:`_intake`
        :return: list of dicts, in order: ``id``, ``number`` (plain digits),
            ``external_ref``, and ``pin``, the secret number of nameless cases
            (a new one with each call)
        :raise UserError: says what cannot be registered and why; then none is
        """
        self.check_access("create")
        if not isinstance(vals_list, list) or not all(isinstance(one, dict) for one in vals_list):
            raise UserError(self.env._("What was sent cannot be read; send a list of cases."))
        if len(vals_list) > MAX_REGISTERED_AT_ONCE:
            raise UserError(
                self.env._("At most %s cases at a time, please.", MAX_REGISTERED_AT_ONCE)
            )
        quiet = self.with_env(self.env(context=clean_context(self.env.context)))
        # Where it goes is not for machines to say either.
        vals_list = [{key: vals[key] for key in vals if key != "to_unit_id"} for vals in vals_list]
        for vals in vals_list:
            quiet._check_named(vals)
        cases = quiet._intake(vals_list)
        # By whom they are decides what is told of them.
        others = cases.sudo().filtered(lambda case: case.create_uid != self.env.user)
        if others and others.with_env(quiet.env)._filtered_access("read") != others:
            raise UserError(
                self.env._("A letter with this number is registered already, by another unit.")
            )
        return [case._registration_receipt() for case in cases]

    def _registration_receipt(self):
        self.ensure_one()
        # Own, or to be read anyway; see above.
        told = self.sudo()
        is_nameless = told.is_anonymous or told.is_reporter_hidden
        own = told.create_uid == self.env.user
        return {
            "id": told.id,
            "number": told.number,
            "external_ref": told.external_ref or "",
            "pin": told._give_pin() if is_nameless and own else "",
        }
