"""Vocabularies of this addon."""

# States of handing an e-mail to the mail server.
HANDOVER_STATES = [
    ("sending", "Being handed over"),
    ("sent", "Handed over"),
    ("refused", "Refused"),
    ("unclear", "Cut off"),
]
