from markupsafe import Markup

from odoo import models

from ...domain.persian_words import persian_words


class ResCurrency(models.Model):
    _inherit = "res.currency"

    def _zrm_make_whole(self):
        """Lets the rial have no decimals, and be called by its name in amounts in words; core
        calls it a dinar."""
        self.write({"active": True, "rounding": 1})
        labels = {"en_US": "Rials", "fa_IR": "ریال"}
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        self.update_field_translations(
            "currency_unit_label",
            {code: label for code, label in labels.items() if code in installed},
        )

    def _zrm_on_paper(self, amount):
        """An amount for a print: number and currency apart from each other, as the program that
        makes the PDF lays one over the other in texts from right to left.

        :param float amount: in this currency
        :return: markup
        """
        self.ensure_one()
        text = self.format(amount).replace("\N{NO-BREAK SPACE}", " ")
        return Markup(" ").join(Markup("<bdi>%s</bdi>") % part for part in text.split())

    def _zrm_in_words(self, amount):
        """An amount in the reader's words. Core's own method leaves Persian to a library that
        many installations have without it, and writes English then.

        :param float amount: in this currency
        """
        self.ensure_one()
        if not (self.env.lang or "").startswith("fa"):
            return self.amount_to_text(amount)
        scale = 10**self.decimal_places
        whole, part = divmod(round(amount * scale), scale)
        words = f"{persian_words(whole)} {self.currency_unit_label or self.name}"
        if not part:
            return words
        # Where parts have no name of their own, how many of so many.
        label = self.currency_subunit_label or f"{persian_words(scale)}م"
        return f"{words} و {persian_words(part)} {label}"
