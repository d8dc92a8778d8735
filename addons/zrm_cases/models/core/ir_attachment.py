import base64
import binascii

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

from odoo.addons.zrm_base.tools import clean_files

from ...domain.forbidden_files import is_forbidden

CONTENT = {"raw", "datas", "res_model", "res_id"}
# Besides pictures and PDF, what does not tell its author; a mail is text as well.
NAMELESS_ENDINGS = (".txt", ".csv")


class IrAttachment(models.Model):
    """Files of cases: programs and web pages are refused, since anybody can send these;
    pictures and documents lose place, time, device and author, whichever way they come."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        ours = self._zrm_file_models()
        counts = {}
        for vals in vals_list:
            if vals.get("res_model") in ours:
                self._zrm_clean_vals(vals, counts)
        return super().create(vals_list)

    def write(self, vals):
        result = super().write(vals)
        if (CONTENT | {"name"}) & vals.keys():
            ours, counts = self._zrm_file_models(), {}
            for attachment in self.filtered(lambda one: one.res_model in ours):
                if changes := attachment._zrm_cleaned_vals(CONTENT & vals.keys(), counts):
                    super(IrAttachment, attachment).write(changes)
        return result

    @api.model
    def _zrm_file_models(self):
        """Hook: models whose files are cleaned."""
        return ("zrm.case",)

    @api.model
    def _zrm_clean_vals(self, vals, counts):
        """Cleans the values of a new file of a case, in place."""
        content = vals.get("raw")
        if content is None and vals.get("datas"):
            try:
                content = base64.b64decode(vals["datas"])
            except (binascii.Error, TypeError, ValueError) as error:
                raise UserError(
                    self.env._("A file did not arrive whole; attach it again.")
                ) from error
        content = content.encode() if isinstance(content, str) else content or b""
        name, clean = self._zrm_clean_file(
            vals.get("name"), content, vals["res_model"], vals.get("res_id"), counts
        )
        vals["name"] = name
        if vals.get("description") and self._zrm_is_nameless(vals["res_model"], vals.get("res_id")):
            vals["description"] = False  # mail writes the name there
        if clean != content:
            vals.pop("datas", None)
            vals.pop("mimetype", None)
            vals["raw"] = clean

    def _zrm_cleaned_vals(self, is_content_new, counts):
        """What has to change of a file that is stored already."""
        self.ensure_one()
        content = self.raw or b""
        if not is_content_new:
            # A new name alone.
            self._zrm_refuse_forbidden(self.name, content)
            return {}
        # The same file may have come to the case before.
        name, clean = self._zrm_clean_file(
            self.name, content, self.res_model, self.res_id, counts, besides=self
        )
        changes = {"name": name} if name != self.name else {}
        if clean != content:
            changes |= {"raw": clean, "mimetype": guess_mimetype(clean)}
        if self.description and self._zrm_is_nameless(self.res_model, self.res_id):
            changes["description"] = False
        return changes

    @api.model
    def _zrm_clean_file(self, name, content, model, res_id, counts, besides=None):
        """:return: ``(name, bytes)`` under which a file of a case is stored
        :raise UserError: says which file is refused, why, and what to do
        """
        self._zrm_refuse_forbidden(name, content)
        try:
            kind, clean = clean_files.cleaned(content)
        except clean_files.FileRefused as error:
            raise UserError(self._zrm_why_refused(name, error.args[0])) from error
        if kind and clean != content:
            name = self._zrm_with_ending(name, kind)
        if not self._zrm_is_nameless(model, res_id):
            return name, clean
        is_text = guess_mimetype(content).startswith("text/") if content else True
        if not kind and not (is_text and (name or "").lower().endswith(NAMELESS_ENDINGS)):
            raise UserError(self._zrm_why_refused(name, "unknown"))
        if (model, res_id) not in counts:
            files = [("res_model", "=", model), ("res_id", "=", res_id)]
            files += [("id", "not in", besides.ids)] if besides else []
            # sudo: counts files that the user may not see.
            counts[model, res_id] = self.sudo().search_count(files)
        counts[model, res_id] += 1
        return f"{counts[model, res_id]}.{clean_files.ENDINGS.get(kind, 'txt')}", clean

    @api.model
    def _zrm_is_nameless(self, model, res_id):
        """Whether who brings a file to this case must not be known."""
        if model != "zrm.case" or not res_id:
            return False
        # sudo: how the case is reported does not depend on who attaches something.
        case = self.env[model].sudo().browse(res_id)
        return case.is_reporter_hidden or case.is_anonymous

    @api.model
    def _zrm_with_ending(self, name, kind):
        """The name with the ending of what the file is now."""
        stem, dot, ending = (name or "").rpartition(".")
        known = {*clean_files.ENDINGS.values(), "jpeg", "tif", "tiff", "bmp"}
        wanted = clean_files.ENDINGS[kind]
        if not dot or ending.lower() not in known:
            return name
        return name if ending.lower() in (wanted, kind) else f"{stem}.{wanted}"

    @api.model
    def _zrm_why_refused(self, name, reason):
        if reason == "heic":
            return self.env._(
                "The picture %s is in the format HEIC, from which place and device cannot be "
                "removed here. Send it as JPEG.",
                name,
            )
        if reason == "large":
            return self.env._(
                "The file %s is too large when it is opened. Send a smaller picture, or fewer "
                "pages.",
                name,
            )
        if reason == "locked":
            return self.env._(
                "The document %s is locked with a password. Send it without one.", name
            )
        if reason == "unknown":
            return self.env._(
                "The file %s may tell who made it. To this case only pictures, PDF documents "
                "and plain text are attached.",
                name,
            )
        return self.env._(
            "The file %s cannot be read. Save it again as JPEG or PDF, and attach it then.", name
        )

    @api.model
    def _zrm_refuse_forbidden(self, name, content):
        content = content.encode() if isinstance(content, str) else content
        if is_forbidden(name, content):
            raise UserError(
                self.env._(
                    "The file %s cannot be attached: programs and web pages are not accepted. "
                    "Attach pictures, PDF or office documents.",
                    name,
                )
            )
