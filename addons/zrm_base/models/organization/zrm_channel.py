from odoo import fields, models


class ZrmChannel(models.Model):
    """The channel by which a case reached the organization."""

    _name = "zrm.channel"
    _description = "Channel"
    _allow_sudo_commands = False
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [
            ("phone", "Phone"),
            ("sms", "SMS"),
            ("web", "Web"),
            ("email", "E-mail"),
            ("in_person", "In person"),
            ("letter", "Letter"),
            ("fax", "Fax"),
            ("meeting", "Public meeting"),
            ("kiosk", "Kiosk"),
            ("social", "Social media"),
            ("api", "API"),
        ],
        required=True,
        index=True,
        help="What it is technically; several channels may be of one kind.",
    )
    code = fields.Char(required=True)
    icon = fields.Char(help="A Font Awesome class such as fa-phone.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex("(code)", "This code belongs to another channel already.")
