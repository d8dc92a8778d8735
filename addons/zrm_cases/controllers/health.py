from datetime import timedelta

from odoo import fields, http
from odoo.http import request

# More than the scheduler needs when it runs; text messages may also wait for the end of the
# quiet hours.
NOTICES_WITHIN = timedelta(hours=14)
DEADLINES_WITHIN = timedelta(hours=2)


class Health(http.Controller):
    @http.route("/zrm/health", type="http", auth="public", methods=["GET"], save_session=False)
    def health(self):
        """For monitoring: whether the database answers and the scheduler keeps up.

        Returns only status words, no numbers or names, since the route is public.

        :return: JSON with ``status`` (``ok`` or ``late``) and ``checks``; 503 if late
        """
        now = fields.Datetime.now()
        # sudo: only the existence of rows is checked, none of their data is returned.
        env = request.env(su=True)
        notices = not env["zrm.case.notice"].search_count(
            [("state", "=", "waiting"), ("create_date", "<", now - NOTICES_WITHIN)], limit=1
        )
        checked = not env["zrm.case"].search_count(
            [("next_check_at", "<", now - DEADLINES_WITHIN), ("paused_at", "=", False)], limit=1
        )
        checks = {"database": True, "notices": notices, "deadlines": checked}
        is_well = all(checks.values())
        return request.make_json_response(
            {"status": "ok" if is_well else "late", "checks": checks},
            headers={"Cache-Control": "no-store"},
            status=200 if is_well else 503,
        )
