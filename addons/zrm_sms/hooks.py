"""What uninstalling has to clean up beside Odoo's own."""

from .const import SECRET_PREFIX


def uninstall_hook(env):
    """The gateways' secrets, which lie among the system parameters."""
    env.cr.execute("DELETE FROM ir_config_parameter WHERE starts_with(key, %s)", [SECRET_PREFIX])
