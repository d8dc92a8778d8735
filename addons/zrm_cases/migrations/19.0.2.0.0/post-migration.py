"""After zrm_cases of 19.0.2 is loaded: which notices Odoo's mail queue still has, and where
hidden reporters are reached."""

from openupgradelib import openupgrade


@openupgrade.migrate()
def migrate(env, version):
    openupgrade.logged_query(
        env.cr,
        """
        UPDATE zrm_case_notice n SET is_in_mail_queue = TRUE
          FROM mail_mail m
         WHERE m.id = n.mail_id AND n.state = 'sent' AND m.state IN ('outgoing', 'exception')
        """,
    )
    for case in env["zrm.case"].search([("is_reporter_hidden", "=", True)]):
        case._freeze_contact(case._contact_of(case.reporter_id))
    openupgrade.logged_query(
        env.cr,
        """
        UPDATE zrm_case_notice n SET partner_id = NULL
          FROM zrm_case c WHERE c.id = n.case_id AND c.is_reporter_hidden
        """,
    )
