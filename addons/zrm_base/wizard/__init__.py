from . import base_partner_merge, zrm_citizen_find, zrm_identity_reveal
