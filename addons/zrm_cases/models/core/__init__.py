"""Extensions of models of Odoo and zrm_base."""

from . import (
    ir_attachment,
    ir_http,
    ir_module_module,
    mail_activity,
    mail_message,
    rating_rating,
    res_company,
    res_config_settings,
    res_partner,
    res_users,
    staff_changes,
    zrm_access_log,
)
