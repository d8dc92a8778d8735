"""The calendar of the user's language."""

from odoo.tools.misc import get_lang


def reads_jalali(env, lang_code=None):
    """Whether the reader's language is Persian."""
    return (lang_code or get_lang(env).code or "").split("_")[0] == "fa"
