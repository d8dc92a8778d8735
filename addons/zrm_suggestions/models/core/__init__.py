from . import base_partner_merge, res_users, zrm_case
