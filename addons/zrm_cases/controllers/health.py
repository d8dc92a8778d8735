from datetime import timedelta

from odoo import fields, http
from odoo.http import request

# Longer than the scheduler ever takes when it runs; text messages wait out the
# quiet hours besides.
NOTICES_WITHIN = timedelta(hours=14)
DEADLINES_WITHIN = timedelta(hours=2)


class Health(http.Controller):
    @http.route("/zrm/health", type="http", auth="public", methods=["GET"], save_session=False)
    def health(self):
        """For monitoring: whether the database answers and the scheduler keeps up.

        Yes and no only, no numbers and no names: anybody may ask.

        :return: JSON with ``status`` (``ok`` or ``late``) and ``checks``; 503 if late
        """
        now = fields.Datetime.now()
        # What is asked is whether there is one; nothing of it is told.
        env = request.env(su=True)
        told = not env["zrm.case.notice"].search_count(
            [("state", "=", "waiting"), ("create_date", "<", now - NOTICES_WITHIN)], limit=1
        )
        checked = not env["zrm.case"].search_count(
            [("next_check_at", "<", now - DEADLINES_WITHIN), ("paused_at", "=", False)], limit=1
        )
        checks = {"database": True, "notices": told, "deadlines": checked}
        is_well = all(checks.values())
        return request.make_json_response(
            {"status": "ok" if is_well else "late", "checks": checks},
            headers={"Cache-Control": "no-store"},
            status=200 if is_well else 503,
        )
