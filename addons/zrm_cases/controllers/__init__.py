from . import case_page, my_cases, public, quick_registration, report, tracking, verdict
