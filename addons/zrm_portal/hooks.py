"""What uninstalling has to clean up beside Odoo's own."""

from odoo.addons.zrm_base.hooks import let_go


def uninstall_hook(env):
    let_go(env, "zrm_portal")
