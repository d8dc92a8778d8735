"""Vocabularies that more than one file of this addon needs."""

PERIOD_STATES = [("draft", "Being planned"), ("open", "In force"), ("closed", "Closed")]
LINE_STATES = [("open", "In use"), ("frozen", "Frozen"), ("closed", "Closed")]

# Odoo keeps money in floats; beyond this they do not hold each whole unit.
MOST = 9_007_199_254_740_992

COUNTERS = ("approved", "allotted", "reserved", "committed", "spent")

# What the sums by month have of their credit line, to be read and grouped without it.
COPIED = ("unit_id", "subject_id", "period_id", "company_id", "currency_id")

REQUEST_STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("approved", "Approved"),
    ("reserved", "Reserved"),
    ("committed", "Committed"),
    ("liquidated", "Liquidated"),
    ("ordered", "Ordered"),
    ("posted", "Posted"),
    ("paid", "Paid"),
    ("released", "Released"),
    ("cancelled", "Cancelled"),
]

DOCUMENT_KINDS = [
    ("appropriation", "Appropriation"),
    ("supplement", "Supplement"),
    ("reduction", "Reduction"),
    ("allotment", "Allotment"),
    ("withdrawal", "Withdrawal of allotment"),
    ("transfer", "Transfer"),
    ("carry", "Carried forward"),
    ("excess", "Exceeding by exception"),
]
DOCUMENT_STATES = [
    ("draft", "Draft"),
    ("proposed", "Proposed"),
    ("approved", "Approved"),
    ("refused", "Refused"),
]

OFFICER = "zrm_budget.group_budget_officer"

# Who reads on an entry what it is charged to.
READERS = (
    "account.group_account_readonly,account.group_account_invoice,zrm_budget.group_budget_user"
)

# The report that prints receipts of fees.
RECEIPT = "zrm_budget.report_fee_receipt"
