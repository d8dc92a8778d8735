"""Domains of users that core evaluates with the rights of the system.

Some searches of core run as superuser with a domain that the user wrote. Through
``create_uid.partner_id`` and the like such a domain reaches citizens' files, and the
number of results tells what stands in them.
"""

from odoo.fields import Domain
from odoo.tools import SQL, Query

from .one_number import asked

# What everybody who works here may know of a partner or user.
PUBLIC = {"id", "active", "name", "display_name", "complete_name", "lang", "login", "company_id"}


def with_own_rights(model, domain):
    """The domain, where conditions that reach citizens' data are evaluated with the rights
    of the user; all others are as they were.

    :param model: the model that is searched, in the user's environment
    :param domain: any domain on it
    :raise AccessError: when a condition names a field that the user may not read
    """
    # Each condition is searched by itself.
    model.env["zrm.identity.mixin"]._check_one_number(asked(domain))
    return Domain(domain).map_conditions(lambda condition: _with_own_rights(model, condition))


def reaches_citizens(model, domain):
    """Whether a condition names more of a citizen than what is public."""
    return any(_reaches(model, condition) for condition in Domain(domain).iter_conditions())


def _with_own_rights(model, condition):
    field, path = _first(model, condition)
    if field and _is_id_any(field, condition):
        inner = with_own_rights(model, condition.value)
        return inner if condition.operator == "any" else ~inner
    if not (field and field.relational and _reaches(model, condition)):
        return condition
    comodel = model.env[field.comodel_name].with_context(active_test=False)
    if path:
        return Domain(
            field.name, "any", comodel._search(Domain(path, condition.operator, condition.value))
        )
    return Domain(field.name, condition.operator, comodel._search(Domain(condition.value)))


def _reaches(model, condition):
    field, path = _first(model, condition)
    if field is None:
        return False
    if _is_id_any(field, condition):
        return reaches_citizens(model, condition.value)
    if field.inherited:
        return field.related.startswith("partner_id.") and field.name not in PUBLIC
    if not field.relational:
        is_ours = model._name == "res.partner" or model._name.startswith("zrm.")
        return is_ours and field.name not in PUBLIC
    comodel = model.env[field.comodel_name]
    if path:
        return reaches_citizens(comodel, Domain(path, condition.operator, condition.value))
    if condition.operator in ("any", "not any") and not isinstance(condition.value, (Query, SQL)):
        return reaches_citizens(comodel, condition.value)
    return False


def _is_id_any(field, condition):
    """Whether this is another way to write a domain on the same model."""
    is_any = condition.operator in ("any", "not any")
    return field.name == "id" and is_any and not isinstance(condition.value, (Query, SQL))


def _first(model, condition):
    """The field a condition begins with, and the path that follows."""
    name, _dot, path = getattr(condition, "field_expr", "").partition(".")
    return model._fields.get(name), path
