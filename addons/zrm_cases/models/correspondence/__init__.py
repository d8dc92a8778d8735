"""Messages to and from citizens."""

from . import zrm_case_notice

from . import (  # isort: skip
    answer,
    mail_in,
    notice_mail,
    notice_text,
    own_links,
    recipients,
    unit_address,
    zrm_case_callback,
)
