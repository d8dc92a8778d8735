"""Loads our addons' demo data into a database; read by `scripts/odoo shell`.

Odoo's own demo data stays out: it is foreign to a Persian city. Exits with an
error when anything is logged as one.
"""

import logging
import os
import subprocess
import sys

from odoo.tools import convert_file

sys.path.insert(0, "scripts")  # the shell reads this file from its input
import demo_budget
import demo_cases
import demo_suggestions

files = subprocess.run(
    ["scripts/addons_info", "demo"], capture_output=True, text=True, check=True
).stdout.split()
# Core's demonstration provider, for the citizens' payments.
provider = env["ir.module.module"].search(  # noqa: F821
    [("name", "=", "payment_demo"), ("state", "=", "uninstalled")]
)
if provider:
    provider.button_immediate_install()
    env.transaction.reset()  # noqa: F821
env = env(context={**env.context, "tracking_disable": True, "install_mode": True})  # noqa: F821
try:
    # This database is nothing but the demonstration, so the city is its main company:
    # mails, letters and public pages are the city's, and nobody chooses among companies.
    for name, mine in (("company_city", "main_company"), ("partner_city", "main_partner")):
        xml_id = {"xml_id": f"zrm_base.{name}", "record": env.ref(f"base.{mine}"), "noupdate": True}
        env["ir.model.data"]._update_xmlids([xml_id])
    env["res.lang"]._activate_lang("fa_IR")
    for file in files:
        module = file.split("/")[0]
        convert_file(env, module, file.partition("/")[2], {}, mode="init", noupdate=True)
    env["ir.module.module"].search([("name", "=like", "zrm_%")]).demo = True
    # Our demo data leaves languages to the database it comes into; this one speaks Persian.
    people = env["res.users"].with_context(active_test=False).search([("share", "=", False)])
    citizens = env["res.partner"].search([("is_citizen", "=", True)])
    (people.partner_id | citizens | env.ref("base.main_partner")).lang = "fa_IR"
    env.ref("base.user_admin").tz = "Asia/Tehran"
    # Odoo's bot would greet everybody over the first screen they open.
    env["res.users"].search([("share", "=", False)]).odoobot_state = "disabled"
    demo_cases.load(env)
    demo_suggestions.load(env)
    demo_budget.load(env)
    # No messages are sent, neither those waiting for the commit nor for a scheduler.
    env.flush_all()
    env.cr.postcommit.clear()
    env["mail.mail"].search([("state", "=", "outgoing")]).write({"state": "cancel"})
    # The first page would otherwise wait for its scripts and styles.
    for direction in (False, True):
        for bundle in ("web.assets_web", "web.assets_frontend", "web.assets_frontend_lazy"):
            assets = env["ir.qweb"]._get_asset_bundle(bundle, rtl=direction)
            assets.css()
            assets.js()
    env["ir.config_parameter"].set_param("zrm.demo_ready", "1")
    env.cr.commit()
except Exception:
    logging.getLogger("zrm.demo").exception("demo data")
    sys.stdout.flush()
    os._exit(1)
