"""What is added to models of Odoo for readers of Persian, and to users."""

from . import (
    ir_qweb_fields,
    mail_message,
    mail_render_mixin,
    res_company,
    res_config_settings,
    res_users,
)
