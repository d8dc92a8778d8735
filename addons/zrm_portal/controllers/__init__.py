from . import case_page, my_cases, public, report, tracking, verdict
