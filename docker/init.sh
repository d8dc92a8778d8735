#!/bin/bash
# Makes the database ready, then ends; compose starts Odoo only afterwards.
#
# The first time it creates the database with the addons of this image, in
# Persian and English; later it installs addons that came new and upgrades those whose
# version went up. Running it again changes nothing.
#
# From the environment: PG* (where the database is), ZRM_ADMIN_PASSWORD, and
# if wanted ZRM_MODULES (comma-separated; all of the image otherwise),
# ZRM_LANGUAGES (the first is the default), ODOO_WITH_DEMO=1 for demonstration
# data in a new database.
set -euo pipefail

: "${PGDATABASE:?the name of the database}"
: "${ZRM_ADMIN_PASSWORD:?the password that the user admin gets}"
export ZRM_LANGUAGES="${ZRM_LANGUAGES:-fa_IR,en_US}"
modules="${ZRM_MODULES:-}"
if [[ -z "$modules" ]]; then
    modules="$(cd "$ODOO_ADDONS_PATH" && printf '%s,' zrm_*)"
    modules="${modules%,}"
fi

# Does nothing for addons that are installed already.
odoo server --init "$modules" --load-language "$ZRM_LANGUAGES" --no-http --stop-after-init --workers 0
# One word per addon.
# shellcheck disable=SC2086
odoo module upgrade --outdated ${modules//,/ }

# Odoo gives a new database the user admin with the password admin. That one
# is replaced as long as it is there, so that an interrupted first start does
# not leave it behind; a password that somebody chose is left alone.
odoo shell --no-http --workers 0 <<'PY'
import os

admin = env.ref("base.user_admin")
env.cr.execute("SELECT password FROM res_users WHERE id = %s", [admin.id])
[stored] = env.cr.fetchone()
if not stored or env["res.users"]._crypt_context().verify("admin", stored):
    language = os.environ["ZRM_LANGUAGES"].split(",")[0]
    admin.write({"password": os.environ["ZRM_ADMIN_PASSWORD"], "lang": language})
    env.cr.commit()
    print("The user admin has the password from ZRM_ADMIN_PASSWORD.")
PY
