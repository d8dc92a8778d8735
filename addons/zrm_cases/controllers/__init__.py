from . import case_page, health, my_cases, public, quick_registration, report, tracking, verdict
