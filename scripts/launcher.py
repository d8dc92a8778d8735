"""Starts Odoo's own command line; see scripts/odoo."""

import odoo.cli

if __name__ == "__main__":
    odoo.cli.main()
