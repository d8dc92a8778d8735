import { registry } from "@web/core/registry";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

/**
 * Sends with a changed answer the one that was on the screen before, so that the server
 * refuses to overwrite words that this user has not seen.
 */
export class CaseFormController extends FormController {
    async onWillSaveRecord(record, changes) {
        if ("answer" in changes) {
            changes.answer_seen = record._values.answer || "";
        }
        return super.onWillSaveRecord(...arguments);
    }
}

registry.category("views").add("zrm_case_form", {
    ...formView,
    Controller: CaseFormController,
});
