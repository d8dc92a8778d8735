from . import case_page, my_cases, public, tracking, verdict
from . import quick_registration
