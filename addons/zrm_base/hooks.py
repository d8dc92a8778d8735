"""What uninstalling has to clean up beside Odoo's own."""


def uninstall_hook(env):
    """The access log's trigger function, which no model owns."""
    env.cr.execute("DROP FUNCTION IF EXISTS zrm_access_log_append_only() CASCADE")
