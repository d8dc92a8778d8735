from odoo import models


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def _load_module_terms(self, modules, langs, overwrite=False):
        """Updates the search index of subjects after loading translations, which does not
        use the ORM."""
        result = super()._load_module_terms(modules, langs, overwrite=overwrite)
        if "zrm_cases" in modules and "zrm.subject" in self.env:
            self.env["zrm.subject"].invalidate_model()
            self.env["zrm.subject.question"].invalidate_model()
            self.env["zrm.subject.question.option"].invalidate_model()
            subjects = (
                self.env["zrm.subject"]
                .with_context(active_test=False)
                .search([("id", "!=", False)])
            )
            subjects._renew_terms()
            subjects._renew_questions()
            self.env.flush_all()
        return result
