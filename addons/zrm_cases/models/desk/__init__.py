"""What the screens of operators and experts ask."""

from . import zrm_case_quick

from . import (  # isort: skip
    desk,
    pictures,
    quick_likely,
    quick_register,
)
