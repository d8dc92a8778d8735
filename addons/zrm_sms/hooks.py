"""What uninstalling has to clean up beside Odoo's own."""

from odoo.addons.zrm_base.hooks import let_go

from .const import SECRET_PREFIX


def uninstall_hook(env):
    """Also removes the gateways' secrets from the system parameters."""
    env.cr.execute("DELETE FROM ir_config_parameter WHERE starts_with(key, %s)", [SECRET_PREFIX])
    let_go(env, "zrm_sms")
