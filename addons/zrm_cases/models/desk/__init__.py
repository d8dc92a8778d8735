"""The server side of the screens of operators and experts."""

from . import zrm_case_quick

from . import (  # isort: skip
    desk,
    pictures,
    quick_likely,
    quick_register,
)
