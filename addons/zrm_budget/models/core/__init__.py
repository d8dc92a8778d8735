from . import account_account, account_move, account_move_line, res_partner, res_users, zrm_case
