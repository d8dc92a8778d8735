# Mixins first: other models inherit from them.
from . import (  # isort: skip
    zrm_export_log_mixin,
    zrm_identity_mixin,
    zrm_import_template_mixin,
    zrm_jalali_period_mixin,
)

# The citizen's file in layers, from the ground up.
from . import (  # isort: skip
    res_partner,
    res_partner_search,
    res_partner_relation,
    res_partner_access,
    res_partner_duplicate,
    res_partner_window,
    res_partner_portal,
    res_partner_import,
)
from . import (
    ir_default,
    ir_http,
    ir_qweb_fields,
    mail_message,
    mail_render_mixin,
    res_config_settings,
    res_users,
    zrm_access_log,
    zrm_channel,
    zrm_duplicate,
    zrm_identity_correction,
    zrm_name_word,
    zrm_region,
    zrm_relation,
    zrm_relation_type,
    zrm_unit,
)
