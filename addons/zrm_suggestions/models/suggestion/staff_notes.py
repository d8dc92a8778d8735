from odoo import fields, models

from odoo.addons.zrm_cases.const import OURS

from ...const import INSIDERS

SECRETARY = "zrm_suggestions.group_suggestion_secretary"


class ZrmSuggestion(models.Model):
    """Messages, tasks and followers of a suggestion are the secretariat's own.

    Authors of staff are employees and may write their own suggestion, so core would show them
    its notes and tasks, and with these what was not published. Of those who have access, the
    secretariat alone has the right to remove (which removes nothing: see ``_unlink_never``);
    it stands for the right to read and write about a suggestion.
    """

    _inherit = "zrm.suggestion"
    _mail_post_access = "unlink"

    message_ids = fields.One2many(groups=SECRETARY)
    message_follower_ids = fields.One2many(groups=SECRETARY)
    message_partner_ids = fields.Many2many(groups=SECRETARY)
    message_is_follower = fields.Boolean(groups=SECRETARY)
    message_needaction = fields.Boolean(groups=SECRETARY)
    message_needaction_counter = fields.Integer(groups=SECRETARY)
    message_has_error = fields.Boolean(groups=SECRETARY)
    message_has_error_counter = fields.Integer(groups=SECRETARY)
    message_attachment_count = fields.Integer(groups=SECRETARY)
    has_message = fields.Boolean(groups=SECRETARY)
    activity_ids = fields.One2many(groups=INSIDERS)
    activity_state = fields.Selection(groups=INSIDERS)
    activity_user_id = fields.Many2one(groups=INSIDERS)
    activity_type_id = fields.Many2one(groups=INSIDERS)
    activity_type_icon = fields.Char(groups=INSIDERS)
    activity_date_deadline = fields.Date(groups=INSIDERS)
    my_activity_date_deadline = fields.Date(groups=INSIDERS)
    activity_summary = fields.Char(groups=INSIDERS)
    activity_exception_decoration = fields.Selection(groups=INSIDERS)
    activity_exception_icon = fields.Char(groups=INSIDERS)

    def _has_field_access(self, field, operation):
        """As core's, but authors do not read when and by whom the row was written: they would
        see that something was decided. The ORM itself uses these fields with every change of
        their text, so that groups of the fields cannot say it."""
        is_orm = self.env.context.get("zrm_writing") is OURS
        if operation == "read" and field.name in ("write_date", "write_uid") and not is_orm:
            return self.env.su or self.env.user.has_groups(INSIDERS)
        return super()._has_field_access(field, operation)

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """As core's, with one right for all that is done with messages."""
        super()._mail_get_operation_for_mail_message_operation(message_operation)
        return dict.fromkeys(self, self._mail_post_access)
