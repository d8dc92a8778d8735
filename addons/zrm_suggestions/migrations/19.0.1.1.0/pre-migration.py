"""Before zrm_suggestions of 19.0.1.1 is loaded: what is approved with changes says which."""

from openupgradelib import openupgrade


@openupgrade.migrate()
def migrate(env, version):
    openupgrade.logged_query(
        env.cr, "ALTER TABLE zrm_suggestion_decision ADD COLUMN IF NOT EXISTS changes text"
    )
    # The reason said it so far.
    openupgrade.logged_query(
        env.cr,
        "UPDATE zrm_suggestion_decision SET changes = reason "
        "WHERE outcome = 'modified' AND changes IS NULL",
    )
