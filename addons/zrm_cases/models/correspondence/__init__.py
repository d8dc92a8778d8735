"""What goes to citizens and comes from them."""

from . import zrm_case_notice

from . import (  # isort: skip
    answer,
    mail_in,
    notice_mail,
    unit_address,
    zrm_case_callback,
)
