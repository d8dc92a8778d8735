"""Clean-up on uninstalling that Odoo does not do."""

import psycopg2

from odoo import SUPERUSER_ID, Command
from odoo.exceptions import UserError
from odoo.tools import SQL, mute_logger

# Our models: not extended by any remaining addon.
MODELS = """
    SELECT m.model
      FROM ir_model m
      JOIN ir_model_data d ON d.model = 'ir.model' AND d.res_id = m.id
      JOIN ir_module_module a ON a.name = d.module
  GROUP BY m.model
    HAVING every(a.state = 'to remove') AND bool_or(a.name = %s)
"""
# Ids that core gives, in its own name, to what our models have from its mixins.
FOREIGN_IDS = """
    DELETE FROM ir_model_data d
     WHERE NOT starts_with(d.module, 'zrm_')
       AND (d.model = 'ir.model.fields.selection' AND d.res_id IN (
               SELECT s.id FROM ir_model_fields_selection s
                  JOIN ir_model_fields f ON f.id = s.field_id
                WHERE f.model = ANY(%(models)s))
         OR d.model = 'ir.model.inherit' AND d.res_id IN (
               SELECT i.id FROM ir_model_inherit i JOIN ir_model m ON m.id = i.model_id
                WHERE m.model = ANY(%(models)s)))
"""
# Columns that refer to a company, and those of its own that keep others from being removed.
COMPANY_COLUMNS = """
    SELECT c.relname, a.attname, f.conrelid = 'res_company'::regclass, a.attnotnull
      FROM pg_constraint f
      JOIN pg_class c ON c.oid = f.conrelid
      JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1]
     WHERE f.contype = 'f'
       AND (f.conrelid = 'res_company'::regclass AND f.confdeltype IN ('a', 'r')
         OR f.confrelid = 'res_company'::regclass AND f.confdeltype IN ('a', 'r', 'n'))
"""
# Except records with an external id of ours, which Odoo removes itself.
BORN_WITH = """
    SELECT id FROM %(table)s
     WHERE %(column)s = %(city)s
       AND create_date = (SELECT create_date FROM res_company WHERE id = %(city)s)
       AND NOT EXISTS (SELECT FROM ir_model_data d WHERE d.model = %(model)s
                          AND d.res_id = %(table)s.id AND starts_with(d.module, 'zrm_'))
"""


def uninstall_hook(env):
    remove_demo_city(env)
    give_back_calendars(env)
    let_go(env, "zrm_base", ["zrm_access_log_append_only"])


def let_go(env, module, functions=()):
    """Prepares an addon for the removal of its tables.

    Odoo removes our records one by one before it drops their tables. What the
    organization has made since refers to them (a case to its channel), so
    PostgreSQL would refuse and write an error into the log each time. And
    Odoo leaves behind trigger functions, parameters that code sets, and some
    of its own bookkeeping about our tables.

    :param str module: the addon's name
    :param functions: names of its trigger functions
    """
    for function in functions:
        env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(function)))
    # Foreign keys; it drops them, and they have no external id by which Odoo would find them.
    env["ir.model.constraint"].search([("module.name", "=", module), ("type", "=", "f")]).unlink()
    names = [name for (name,) in env.execute_query(SQL(MODELS, module))]
    env.cr.execute(SQL(FOREIGN_IDS, models=names))
    # Core removes a model's files itself, but stumbles over those that are not in a file.
    without_file = [("res_model", "in", names), ("store_fname", "=", False), ("id", "!=", False)]
    env["ir.attachment"].search(without_file).unlink()
    prefixes = (f"{module}.", "zrm.") if module == "zrm_base" else (f"{module}.",)
    parameters = env["ir.config_parameter"].search([("key", "=like", "zrm%")])
    parameters.filtered(lambda found: found.key.startswith(prefixes)).unlink()


def give_back_calendars(env):
    """Resets companies that use our working hours to Odoo's default ones."""
    city = env.ref("zrm_base.company_city", raise_if_not_found=False)
    ours = env["ir.model.data"].search(
        [("module", "=", "zrm_base"), ("model", "=", "resource.calendar")]
    )
    takers = env["res.company"].with_context(active_test=False)
    takers = takers.search([("resource_calendar_id", "in", ours.mapped("res_id"))])
    if city and city != env.ref("base.main_company"):
        takers -= city
    for company in takers:
        others = company.resource_calendar_ids.filtered(
            lambda one: one.id not in ours.mapped("res_id")
        )
        if others:
            company.resource_calendar_id = others[0]
        else:
            company._create_resource_calendar()


def remove_demo_city(env):
    """Removes what other addons made for the demonstration's company when it came, as
    they do for any new company, so that nothing keeps it from going with our other
    records. What somebody made in it since stays, and then the company does, too.
    """
    city = env.ref("zrm_base.company_city", raise_if_not_found=False)
    if not city or city == env.ref("base.main_company"):
        return
    env["res.users"].browse(SUPERUSER_ID).write({"company_ids": [Command.unlink(city.id)]})
    model_by_table = {
        env[name]._table: name
        for name in env
        if env[name]._auto and not env[name]._transient and not name.startswith("zrm.")
    }
    columns = []
    for table, column, is_own, is_required in env.execute_query(SQL(COMPANY_COLUMNS)):
        if is_own and not is_required:
            query = "UPDATE res_company SET %s = NULL WHERE id = %s"
            env.cr.execute(SQL(query, SQL.identifier(column), city.id))
        elif table in model_by_table:
            columns.append((table, column))
    env.invalidate_all()
    # They refer to each other, so repeat until nothing changes.
    while sum(_remove_born_with(env, city, model_by_table[t], t, c) for t, c in columns):
        pass


def _remove_born_with(env, city, model, table, column):
    """Removes the records of a column; returns whether there were any."""
    query = SQL(
        BORN_WITH,
        table=SQL.identifier(table),
        column=SQL.identifier(column),
        city=city.id,
        model=model,
    )
    # Some of core's look for what they remove, and not among what is archived.
    records = env[model].with_context(active_test=False)
    records = records.browse(row[0] for row in env.execute_query(query))
    for record in records:
        try:
            with mute_logger("odoo.sql_db"), env.cr.savepoint():
                record.unlink()
        except (UserError, psycopg2.Error):
            continue
    return records.exists() != records
