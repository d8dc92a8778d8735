"""What Odoo's web client asks the server for when it opens a screen."""

import json

from lxml import etree

LIMIT = {"list": 80, "kanban": 40}
COUNT_LIMIT = 10_001


def specification(model, view_type):
    """The fields of a view as the client asks for them; those that are only
    there for conditions as well."""
    view = model.get_views([(False, view_type)])["views"][view_type]
    wanted = {}
    for node in etree.fromstring(view["arch"]).iter("field"):
        field = model._fields.get(node.get("name"))
        if field is None:
            continue
        if field.type == "many2one" or field.type in ("many2many", "one2many"):
            wanted[field.name] = {"fields": {"display_name": {}}}
        else:
            wanted[field.name] = {}
    return wanted


def open_list(model, domain, spec):
    """The first page of a list and its count."""
    return model.with_context(bin_size=True).web_search_read(
        domain, spec, limit=LIMIT["list"], count_limit=COUNT_LIMIT
    )["records"]


def cards(model):
    """How many cards a column of the model's kanban asks for at first."""
    view = model.get_views([(False, "kanban")])["views"]["kanban"]
    return int(etree.fromstring(view["arch"]).get("limit") or LIMIT["kanban"])


def open_kanban(model, domain, spec, group="stage_id", progress=None, cards=LIMIT["kanban"]):
    """The columns with their first cards and, where the view has one, the bar."""
    columns = model.with_context(read_group_expand=True).web_read_group(
        domain,
        [group],
        [],
        auto_unfold=True,
        opening_info=[],
        unfold_read_specification=spec,
        unfold_read_default_limit=cards,
        groupby_read_specification={},
    )["groups"]
    if progress:
        model.read_progress_bar(domain, group, progress)
    return any(column.get("__records") for column in columns)


def progress_bar(model):
    """The bar of the model's kanban as the client asks for it, or None."""
    view = model.get_views([(False, "kanban")])["views"]["kanban"]
    for node in etree.fromstring(view["arch"]).iter("progressbar"):
        return {"field": node.get("field"), "colors": json.loads(node.get("colors"))}
    return None
