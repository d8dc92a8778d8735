"""Where somebody is reached, apart from where it is stored."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Contact:
    """Name, addresses and wishes of a recipient.

    >>> frozen = Contact(name="Maryam", email="m@example.com").as_json()
    >>> frozen
    {'name': 'Maryam', 'email': 'm@example.com'}
    >>> Contact.from_json(frozen).email, Contact.from_json({}).email
    ('m@example.com', '')
    >>> bool(Contact()), bool(Contact(phone="+98912"))
    (False, True)
    """

    name: str = ""
    email: str = ""  # normalized
    phone: str = ""  # E.164
    lang: str = ""
    channel: str = ""  # as res.partner.preferred_channel

    def __bool__(self):
        return bool(self.email or self.phone)

    def as_json(self):
        """What a Json field stores: the known values only."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_json(cls, stored):
        return cls(**(stored or {}))
