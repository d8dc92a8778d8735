"""Vocabularies of this addon."""

# An e-mail on its way to the mail server.
HANDOVER_STATES = [
    ("sending", "Being handed over"),
    ("sent", "Handed over"),
    ("refused", "Refused"),
    ("unclear", "Cut off"),
]
