"""Tables to which rows are only added, guarded by PostgreSQL itself."""

from odoo.tools import SQL


def append_only(table, allowed):
    """SQL that makes a table refuse changes, removals and truncation.

    Run it in the model's ``init``; the addon's uninstall hook names the function
    ``<table>_append_only`` (``zrm_base.hooks.let_go``).

    :param str table: the table's name
    :param SQL allowed: condition on ``OLD`` and ``NEW`` under which an update passes
    :return: SQL
    """
    return SQL(
        """
        CREATE OR REPLACE FUNCTION %(function)s() RETURNS trigger AS $$
        BEGIN
            IF TG_OP = 'UPDATE' AND %(allowed)s THEN
                RETURN NEW;
            END IF;
            RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME;
        END $$ LANGUAGE plpgsql;
        DROP TRIGGER IF EXISTS %(function)s ON %(table)s;
        CREATE TRIGGER %(function)s BEFORE UPDATE OR DELETE
            ON %(table)s FOR EACH ROW EXECUTE FUNCTION %(function)s();
        DROP TRIGGER IF EXISTS %(truncate)s ON %(table)s;
        CREATE TRIGGER %(truncate)s BEFORE TRUNCATE
            ON %(table)s EXECUTE FUNCTION %(function)s();
        """,
        table=SQL.identifier(table),
        function=SQL.identifier(f"{table}_append_only"),
        truncate=SQL.identifier(f"{table}_no_truncate"),
        allowed=allowed,
    )
