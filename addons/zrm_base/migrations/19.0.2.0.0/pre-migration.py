"""Before zrm_base 19.0.2 loads: the throttle, which zrm_cases had, is here now, and those
who may act for others are approved as they are."""

from openupgradelib import openupgrade


@openupgrade.migrate()
def migrate(env, version):
    take_over_throttle(env.cr)
    approve_what_is_there(env.cr)


def take_over_throttle(cr):
    """Takes over the model's ids, so that its table is kept."""
    cr.execute(
        """
        UPDATE ir_model_data d SET module = 'zrm_base'
         WHERE module = 'zrm_cases'
           AND (name IN ('model_zrm_throttle', 'access_throttle_administrator')
             OR name LIKE 'field\\_zrm\\_throttle\\_\\_%'
             OR name LIKE 'constraint\\_zrm\\_throttle\\_%')
           AND NOT EXISTS (SELECT FROM ir_model_data o
                            WHERE o.module = 'zrm_base' AND o.name = d.name)
        """
    )


def approve_what_is_there(cr):
    """Existing representations go on; until now one person was enough to enter them."""
    cr.execute("SELECT to_regclass('zrm_relation')")
    if not cr.fetchone()[0]:
        return
    openupgrade.logged_query(
        cr, "ALTER TABLE zrm_relation ADD COLUMN IF NOT EXISTS approval varchar"
    )
    openupgrade.logged_query(
        cr,
        """
        UPDATE zrm_relation r SET approval = CASE WHEN t.acts_for THEN 'approved' ELSE 'none' END
          FROM zrm_relation_type t WHERE t.id = r.type_id AND r.approval IS NULL
        """,
    )
