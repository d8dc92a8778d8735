from . import res_users, zrm_case
