from . import case_fees, my_services, performance, receipt_page

from . import my_fees  # isort: skip
