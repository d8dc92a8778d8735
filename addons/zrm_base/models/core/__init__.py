"""Extensions of Odoo models, for Persian readers and for users."""

from . import (
    base,
    ir_attachment,
    ir_qweb_fields,
    mail_followers,
    mail_mail,
    mail_message,
    mail_render_mixin,
    mail_thread,
    naming,
    res_company,
    res_config_settings,
    res_users,
)
