from psycopg2 import IntegrityError

from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..const import CONTACT_FIELDS
from . import localized
from .uploads import checked_uploads


class CitizenPortal(CustomerPortal):
    """The citizen's own file. Everything here is about the signed-in
    citizen's own partner; no route takes an id."""

    _file_url = "/my/citizen"
    _contact_url = "/my/citizen/contact"
    _correction_url = "/my/citizen/correction"
    _code_url = "/my/citizen/code"
    _confirm_url = "/my/citizen/confirm"

    @http.route(_file_url, type="http", auth="user", methods=["GET"], website=True)
    def citizen_file(self, saved=None, **kwargs):
        return self._render_citizen_file(saved=saved)

    @http.route(_contact_url, type="http", auth="user", methods=["POST"], website=True)
    def citizen_contact(self, **form):
        return self._try_citizen_form("contact", form, self._save_contact)

    @http.route(_correction_url, type="http", auth="user", methods=["POST"], website=True)
    def citizen_correction(self, **form):
        return self._try_citizen_form("correction", form, self._save_correction)

    @http.route(_code_url, type="http", auth="user", methods=["POST"], website=True)
    def citizen_code(self, **form):
        return self._try_citizen_form("code", form, self._send_code)

    @http.route(_confirm_url, type="http", auth="user", methods=["POST"], website=True)
    def citizen_confirm(self, **form):
        return self._try_citizen_form("confirm", form, self._confirm)

    def _send_code(self, citizen, form):
        citizen._send_contact_code(form.get("kind"))

    def _confirm(self, citizen, form):
        code = form.get("code")
        citizen._confirm_contact(form.get("kind"), code if isinstance(code, str) else "")

    def _save_contact(self, citizen, form):
        citizen._update_own_contact(form)

    def _save_correction(self, citizen, form):
        files = checked_uploads(request.env, request.httprequest.files.getlist("documents"))
        citizen._request_identity_correction(form, files)

    def _try_citizen_form(self, name, form, save):
        """Saves a form, or shows the page again with the input and the errors."""
        citizen = request.env.user.partner_id
        try:
            with request.env.cr.savepoint():
                save(citizen, form)
        except (UserError, ValidationError) as error:
            message = str(error)
        except IntegrityError as error:
            message = citizen._sql_error_to_message(error)
        else:
            return localized.redirect(f"{self._file_url}?saved={name}")
        typed = {key: value for key, value in form.items() if isinstance(value, str)}
        return self._render_citizen_file(error=message, failed=name, typed=typed)

    def _render_citizen_file(self, **values):
        user = request.env.user
        if not user.partner_id.is_citizen:
            return localized.redirect("/my")
        # sudo: the signed-in citizen's own file.
        citizen = user.partner_id.sudo()
        requests = (
            request.env["zrm.identity.correction"]
            .sudo()
            .search([("partner_id", "=", citizen.id)], limit=10)
        )
        contact = {name: citizen[name] or "" for name in CONTACT_FIELDS if name != "region_id"}
        contact["region_id"] = citizen.region_id.id or ""
        failed, typed = values.get("failed"), values.get("typed") or {}
        page = {
            **self._prepare_portal_layout_values(),
            "page_name": "citizen_file",
            "citizen": citizen,
            "contact": {**contact, **typed} if failed == "contact" else contact,
            "claims": [kind for kind in ("email", "phone") if citizen._is_claimed(kind)],
            "asked": typed if failed == "correction" else {},
            # Confidential relatives are not named on the page.
            "relations": citizen.relation_ids.filtered(
                lambda line: not line.relative_id.is_confidential
            ),
            "regions": request.env["zrm.region"].sudo().search([]),
            "installed_languages": request.env["res.lang"].get_installed(),
            "genders": citizen._fields["gender"]._description_selection(request.env),
            "requests": requests,
            "open_request": requests.filtered(lambda item: item.state == "requested"),
            **values,
        }
        response = request.render("zrm_base.portal_citizen_file", page)
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response

    def _validate_address_values(self, address_values, partner_sudo, *args, **kwargs):
        """Citizens change their contact data here too, under the same rules
        as in their file; their name is part of their identity."""
        invalid, missing, messages = super()._validate_address_values(
            address_values, partner_sudo, *args, **kwargs
        )
        if partner_sudo.is_citizen:
            if address_values.get("name", partner_sudo.name).strip() != partner_sudo.name:
                invalid.add("name")
                messages.append(
                    request.env._(
                        "Your name is changed by a correction request with a document, in My file."
                    )
                )
            try:
                partner_sudo._clean_citizen_vals(address_values, partner_sudo)
            except ValidationError as error:
                messages.append(str(error))
        return invalid, missing, messages
