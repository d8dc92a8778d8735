"""Vocabularies and limits of an import."""

STATES = [
    ("draft", "In preparation"),
    ("trying", "Trial Runs"),
    ("tried", "Trial done"),
    ("running", "Runs"),
    ("paused", "Paused"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
    ("failed", "Stopped"),
]
# What a column may mean; "note" is kept in the description with its heading.
TARGETS = [
    ("key", "External reference"),
    ("unit", "Unit"),
    ("subject1", "Subject, upper level"),
    ("subject2", "Subject, lower level"),
    ("nature", "Nature"),
    ("channel", "Channel"),
    ("region1", "Region, upper level"),
    ("region2", "Region, middle level"),
    ("region3", "Region, lower level"),
    ("received_at", "Received"),
    ("closed_at", "Closed"),
    ("name", "Summary"),
    ("description", "Description"),
    ("address", "Address"),
    ("citizen_name", "Citizen: name"),
    ("citizen_phone", "Citizen: phone"),
    ("citizen_identity", "Citizen: identity number"),
    ("note", "Note (added to the description)"),
]
DATE_STYLES = [
    ("iso", "Year first (2015-12-31), or Solar Hijri"),
    ("dmy", "Day, month, year (31/12/2015)"),
    ("mdy", "Month, day, year (12/31/2015)"),
]
# Why a row is refused, as it is counted.
REFUSALS = [
    ("shape", "More cells than the heading has"),
    ("missing", "A required value is missing"),
    ("date", "Not a date"),
    ("order", "Closed before it was received, or in the future"),
    ("long", "Too long"),
    ("unknown", "Not known here"),
    ("nature", "Nature does not fit the subject"),
    ("citizen", "The citizen's data cannot be right"),
    ("other", "Other"),
]

BATCH = 400
# Unpacked, so many bytes may an uploaded file have; the command line has no limit.
UPLOAD_LIMIT = 256 * 1024 * 1024
# Up to so many bytes as stored, a trial is made while one waits.
TRIAL_AT_ONCE = 300_000
# A scheduled run works so many seconds before it lets others have their turn.
TURN = 120
MAX_LINE = 500
MAX_KEY = 200
SHOWN_ROWS = 20
