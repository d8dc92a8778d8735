import copy

from odoo.fields import PropertiesDefinition


class QuestionDefinition(PropertiesDefinition):
    """Definitions of questions that are read in the reader's language.

    Core keeps labels of properties as plain JSON, the same for everybody. Here
    each stored definition has, beside, ``labels``: by language code, the
    ``string`` and the ``selection`` in that language. Readers get theirs and
    never see ``labels``; all else (searching, grouping) stays core's.
    """

    ALLOWED_KEYS = (*PropertiesDefinition.ALLOWED_KEYS, "labels")

    def convert_to_record(self, value, record):
        definitions = super().convert_to_record(value, record)
        return [in_language(definition, record.env.lang) for definition in definitions]


def in_language(definition, lang):
    """A stored definition as readers of that language get it.

    >>> stored = {"name": "trees", "string": "Trees", "labels": {"fa_IR": {"string": "درخت"}}}
    >>> in_language(stored, "fa_IR")
    {'name': 'trees', 'string': 'درخت'}
    >>> in_language(stored, "fr_FR")
    {'name': 'trees', 'string': 'Trees'}
    """
    plain = {key: copy.deepcopy(value) for key, value in definition.items() if key != "labels"}
    return {**plain, **copy.deepcopy(definition.get("labels", {}).get(lang, {}))}
