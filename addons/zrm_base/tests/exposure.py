"""What our addons expose to RPC, read from the registry: rights, fields, methods.

Each addon states it in ``security/exposure.toml``; ``test_exposure`` compares. So nothing new is
reachable before somebody has written down for whom, and reviewed it.
``scripts/exposure`` writes the files anew.
"""

import inspect
import json
from collections import defaultdict
from pathlib import Path

import tomllib

from odoo.orm.models import NO_ACCESS
from odoo.tools.misc import file_path

OPERATIONS = ("read", "write", "create", "unlink")
# Methods whose role is not decided yet; the test refuses it.
UNDECIDED = "?"
HEAD = """# What this addon exposes to RPC: rights by group, fields by who reads them, public
# methods by the lowest role that may call them. zrm_base's test_exposure compares it with the
# registry; `scripts/exposure` writes it anew, with "?" where somebody has to decide a role."""
# What every model has.
MAGIC_FIELDS = {"id", "display_name", "create_uid", "create_date", "write_uid", "write_date"}


def our_addons(env):
    """Names of our installed addons."""
    modules = env["ir.module.module"].search([("state", "=", "installed")])
    return {name for name in modules.mapped("name") if name.startswith("zrm_")}


def _addon_of(cls):
    parts = cls.__module__.split(".")
    return parts[2] if parts[:2] == ["odoo", "addons"] else ""


def methods_of(env, model):
    """Public methods that an addon of ours adds to a model.

    :return: ``{method: addon}``
    """
    ours, found, cores = our_addons(env), {}, set()
    for cls in reversed(env.registry[model].mro()):
        addon = _addon_of(cls)
        names = {name for name, value in vars(cls).items() if _is_public_method(name, value)}
        if addon not in ours:
            cores |= names
            continue
        for name in names - cores:
            found.setdefault(name, addon)
    return found


def _is_public_method(name, value):
    is_method = inspect.isfunction(value) or isinstance(value, classmethod | staticmethod)
    # Odoo itself refuses `init` and names with an underscore.
    is_private = name.startswith("_") or name == "init" or getattr(value, "_api_private", False)
    return is_method and not is_private


def fields_of(env, model):
    """Fields of a model that addons of ours define first, by who may read them.

    :return: ``{addon: {groups: [field, …]}}``; groups as in the field, ``everybody`` who
        reads the model, or ``nobody``
    """
    ours, found = our_addons(env), defaultdict(lambda: defaultdict(list))
    for name, field in sorted(env[model]._fields.items()):
        addons = [addon for addon in field._modules if addon]
        is_own = addons and addons[0] in ours and not field.inherited
        if not is_own or name in MAGIC_FIELDS:
            continue
        groups = "nobody" if field.groups == NO_ACCESS else field.groups or "everybody"
        found[addons[0]][groups].append(name)
    return found


def rights_of(env):
    """``{addon: {model: {operation: [group, …]}}}`` of the access lists of our addons; an
    empty name for everybody."""
    ours, found = our_addons(env), defaultdict(lambda: defaultdict(lambda: defaultdict(set)))
    lists = env["ir.model.access"].sudo().search([("active", "=", True)])
    ids = lists.get_external_id()
    for access in lists:
        addon = ids[access.id].partition(".")[0]
        if addon in ours:
            group = access.group_id.get_external_id().get(access.group_id.id, "")
            for operation in OPERATIONS:
                if access[f"perm_{operation}"]:
                    found[addon][access.model_id.model][operation].add(group)
    return found


def exposure(env):
    """All of it: ``{addon: {model: {"rights", "fields", "methods"}}}``; methods with
    :data:`UNDECIDED` roles."""
    stated = {addon: defaultdict(dict) for addon in sorted(our_addons(env))}
    for addon, models in rights_of(env).items():
        for model, rights in models.items():
            stated[addon][model]["rights"] = {
                operation: sorted(groups) for operation, groups in rights.items()
            }
    for model in sorted(env.registry):
        if (own := env[model]._original_module) in stated:
            stated[own][model]  # named, even if it exposes nothing
        for addon, fields in fields_of(env, model).items():
            stated[addon][model]["fields"] = {
                groups: sorted(names) for groups, names in fields.items()
            }
        for method, addon in methods_of(env, model).items():
            stated[addon][model].setdefault("methods", {})[method] = UNDECIDED
    return stated


def stated(addon):
    """What an addon states; empty where it has no file yet."""
    try:
        path = file_path(f"{addon}/security/exposure.toml")
    except FileNotFoundError:
        return {}
    return tomllib.loads(Path(path).read_text("utf-8"))


def as_toml(models, before):
    """The file of an addon; roles of methods as they were ``before``."""
    lines = [HEAD]
    for model, entry in sorted(models.items()):
        lines.append(f'\n["{model}"]')
        known = before.get(model, {}).get("methods", {})
        for operation, groups in sorted(entry.get("rights", {}).items()):
            lines.append(f"rights.{operation} = {json.dumps(groups)}")
        for groups, names in sorted(entry.get("fields", {}).items()):
            listed = "".join(f"\n    {json.dumps(name)}," for name in names)
            lines.append(f"fields.{json.dumps(groups)} = [{listed}\n]")
        for method in sorted(entry.get("methods", {})):
            lines.append(f"methods.{method} = {json.dumps(known.get(method, UNDECIDED))}")
    return "\n".join(lines) + "\n"


def write_files(env):
    """Writes ``security/exposure.toml`` of each installed addon anew."""
    for addon, models in exposure(env).items():
        target = Path(file_path(f"{addon}/__manifest__.py")).parent / "security" / "exposure.toml"
        target.write_text(as_toml(models, stated(addon)), "utf-8")
