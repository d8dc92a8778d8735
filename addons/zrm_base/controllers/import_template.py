from odoo import http
from odoo.http import content_disposition, request


class ImportTemplate(http.Controller):
    @http.route(
        "/zrm/import_template/<string:model>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def import_template(self, model, **kwargs):
        """The spreadsheet that a model offers for its import."""
        # Only models that offer one; the template itself holds no data.
        known = request.env.get(model)
        if (
            known is None
            or not hasattr(known, "_import_template")
            or not known.has_access("create")
        ):
            raise request.not_found()
        if model == "res.partner":
            known = known.with_context(default_is_citizen=True)
        return request.make_response(
            known._import_template(),
            headers=[
                (
                    "Content-Type",
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                ),
                ("Content-Disposition", content_disposition(f"{model}.xlsx")),
            ],
        )
