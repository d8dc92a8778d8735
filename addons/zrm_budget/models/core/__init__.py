from . import (
    account_account,
    account_move,
    account_move_line,
    account_tax,
    res_config_settings,
    res_currency,
    res_partner,
    res_users,
    zrm_case,
)
