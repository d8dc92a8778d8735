"""Before zrm_cases 19.0.2 loads: applies new names and moves records to the addons that now
own them.

The citizen's side became ``zrm_portal`` and the journal of e-mails ``zrm_mail_once``;
both were part of this addon, so they are installed wherever it
was. Cases of the past went to
``zrm_import``.
"""

from openupgradelib import openupgrade

FIELDS = [
    ("res.partner", "res_partner", "told_by", "preferred_channel"),
    ("zrm.case", "zrm_case", "disputed_user_ids", "excluded_user_ids"),
    ("zrm.case", "zrm_case", "verdict_word", "verdict_comment"),
    ("zrm.case.callback", "zrm_case_callback", "word", "comment"),
    ("zrm.case.notice", "zrm_case_notice", "way", "channel"),
]
TABLES = [("zrm_case_disputed_user_rel", "zrm_case_excluded_user_rel")]
MODELS = [("zrm.kept.mixin", "zrm.cached.mixin")]
PARAMETERS = [
    (f"zrm_cases.limit_{what}", f"zrm_portal.limit_{what}") for what in ("begun", "sent", "files")
]
MOVED = {
    "zrm_portal": (
        "access_case_draft_nobody",
        "constraint_zrm_case_verdict_token_uniq",
        "field_zrm_case__track_digits",
        "field_zrm_case__verdict_token",
        "model_zrm_case_draft",
        "portal_breadcrumbs_cases",
        "portal_case",
        "portal_my_cases",
        "portal_my_home_cases",
        "portal_not_yours",
        "portal_reply_form",
        "portal_stars",
        "portal_start",
        "portal_track",
        "portal_verdict",
        "public_layout",
        "report_buttons",
        "report_details",
        "report_done",
        "report_input",
        "report_layout",
        "report_radios",
        "report_same",
        "report_send",
        "report_subject",
        "report_subject_button",
        "report_where",
        "report_who",
    ),
    "zrm_mail_once": ("access_mail_handover_nobody", "model_zrm_mail_handover"),
    "zrm_import": ("field_zrm_case__is_past",),
}
# Other metadata of models that moved as a whole.
MOVED_MODELS = {"zrm_portal": "zrm_case_draft", "zrm_mail_once": "zrm_mail_handover"}


@openupgrade.migrate()
def migrate(env, version):
    openupgrade.rename_fields(env, FIELDS)
    openupgrade.rename_tables(env.cr, TABLES)
    openupgrade.rename_models(env.cr, MODELS)
    for old, new in PARAMETERS:
        env.cr.execute("UPDATE ir_config_parameter SET key = %s WHERE key = %s", (new, old))
    rename_kind_of_event(env.cr)
    move_to_new_addons(env.cr)


def rename_kind_of_event(cr):
    """Renames the event kind ``told`` to ``informed``. The trigger that refuses changes of
    events is dropped here and restored when the addon loads."""
    cr.execute("DROP TRIGGER IF EXISTS zrm_case_event_append_only ON zrm_case_event")
    for table, column in (("zrm_case_event", "kind"), ("zrm_case_notice", "moment")):
        openupgrade.logged_query(
            cr, f"UPDATE {table} SET {column} = 'informed' WHERE {column} = 'told'"
        )


def move_to_new_addons(cr):
    renamed = [
        (f"zrm_cases.{name}", f"{addon}.{name}") for addon, names in MOVED.items() for name in names
    ]
    for addon, model in MOVED_MODELS.items():
        cr.execute(
            "SELECT name FROM ir_model_data WHERE module = 'zrm_cases' AND name ~ %s",
            (rf"^(field|selection|constraint)__?{model}_",),
        )
        renamed += [(f"zrm_cases.{name}", f"{addon}.{name}") for (name,) in cr.fetchall()]
    openupgrade.rename_xmlids(cr, renamed)
    # Odoo loads what is to be installed after what is upgraded, in the same run.
    cr.execute(
        """
        UPDATE ir_module_module SET state = 'to install'
         WHERE name IN ('zrm_portal', 'zrm_mail_once') AND state = 'uninstalled'
        """
    )
