"""Clean-up on uninstalling that Odoo does not do."""

from odoo.addons.zrm_base.hooks import let_go


def uninstall_hook(env):
    let_go(env, "zrm_budget", ["zrm_budget_move_append_only", "zrm_budget_event_append_only"])
