"""The citizen's file in layers, and the models that belong to it."""

from . import zrm_identity_mixin

from . import (  # isort: skip
    res_partner,
    res_partner_input,
    res_partner_guard,
    res_partner_contact,
    res_partner_proof,
    res_partner_search,
    res_partner_relation,
    res_partner_access,
    res_partner_company,
    res_partner_duplicate,
    res_partner_window,
    res_partner_portal,
    res_partner_import,
    res_partner_limits,
)

from . import (  # isort: skip
    zrm_contact_code,
    zrm_contact_former,
    zrm_duplicate,
    zrm_identity_correction,
    zrm_name_word,
    zrm_relation,
    zrm_relation_type,
)

from . import zrm_relation_approval  # isort: skip
