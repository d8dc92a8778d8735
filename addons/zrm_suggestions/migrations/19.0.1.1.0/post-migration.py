"""After zrm_suggestions of 19.0.1.1 is loaded: agendas in order, who was told of delays, and no
followers who name evaluators."""

from openupgradelib import openupgrade


@openupgrade.migrate()
def migrate(env, version):
    if openupgrade.table_exists(env.cr, "zrm_suggestion_session_agenda_rel"):
        _order_agendas(env.cr)
    if openupgrade.column_exists(env.cr, "zrm_suggestion_milestone", "is_late_told"):
        openupgrade.logged_query(
            env.cr, "UPDATE zrm_suggestion_milestone SET told_level = 2 WHERE is_late_told"
        )
    # Every employee can read who follows what.
    openupgrade.logged_query(
        env.cr, "DELETE FROM mail_followers WHERE res_model = 'zrm.suggestion.evaluation'"
    )
    openupgrade.logged_query(
        env.cr,
        """
        DELETE FROM mail_followers f USING zrm_suggestion_author a
         WHERE f.res_model = 'zrm.suggestion' AND f.res_id = a.suggestion_id
           AND f.partner_id = a.partner_id
        """,
    )
    # Who stepped back reads nothing more of the round.
    openupgrade.logged_query(
        env.cr,
        """
        DELETE FROM zrm_suggestion_round_evaluator_rel r USING zrm_suggestion_evaluation e
         WHERE e.round_id = r.round_id AND e.evaluator_id = r.user_id AND e.state = 'recused'
        """,
    )
    openupgrade.logged_query(
        env.cr, "UPDATE zrm_suggestion_evaluation SET is_seated = FALSE WHERE state = 'recused'"
    )
    openupgrade.logged_query(
        env.cr,
        "UPDATE zrm_suggestion_evaluation SET total_normalised = total WHERE is_revealed",
    )
    openupgrade.logged_query(
        env.cr, "UPDATE zrm_suggestion_benefit SET recorded_by_id = create_uid"
    )
    openupgrade.logged_query(
        env.cr,
        """
        UPDATE zrm_suggestion s SET is_by_staff = EXISTS (
            SELECT 1 FROM zrm_suggestion_author a JOIN res_users u ON u.partner_id = a.partner_id
             WHERE a.suggestion_id = s.id AND u.share IS NOT TRUE)
         WHERE submitted_at IS NOT NULL
        """,
    )
    # Its form is one page now.
    openupgrade.logged_query(env.cr, "DROP TABLE IF EXISTS zrm_suggestion_scoring_line")


def _order_agendas(cr):
    openupgrade.logged_query(
        cr,
        """
        INSERT INTO zrm_suggestion_item
               (session_id, suggestion_id, company_id, sequence, state,
                create_uid, create_date, write_uid, write_date)
        SELECT a.session_id, a.suggestion_id, s.company_id,
               10 * row_number() OVER (PARTITION BY a.session_id ORDER BY a.suggestion_id),
               CASE WHEN d.id IS NOT NULL THEN 'decided'
                    WHEN s.state = 'closed' THEN 'postponed' ELSE 'waiting' END,
               1, now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC'
          FROM zrm_suggestion_session_agenda_rel a
          JOIN zrm_suggestion_session s ON s.id = a.session_id
          LEFT JOIN zrm_suggestion_decision d
            ON d.session_id = a.session_id AND d.suggestion_id = a.suggestion_id
            ON CONFLICT DO NOTHING
        """,
    )
