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
    # Answers that were approved and have not gone out: approved as they stand.
    openupgrade.logged_query(
        env.cr,
        """
        INSERT INTO zrm_case_approval
               (case_id, company_id, step_id, kind, text, asked_by_id, asked_at, state,
                decided_by_id, decided_at, create_uid, create_date, write_uid, write_date)
        SELECT c.id, c.company_id, c.step_id, 'answer', c.answer, c.user_id,
               now() at time zone 'UTC',
               'approved', c.answer_approved_by_id, now() at time zone 'UTC', 1,
               now() at time zone 'UTC', 1, now() at time zone 'UTC'
          FROM zrm_case c JOIN zrm_process_step s ON s.id = c.step_id
         WHERE c.answer_approved_by_id IS NOT NULL AND s.needs_approval
           AND c.answer IS NOT NULL AND c.state NOT IN ('answered', 'closed', 'rejected')
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
