import { Component, onMounted, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { digits } from "./format";

/** What the operator reads out in the end: the tracking code, in large digits. */
export class Registered extends Component {
    static template = "zrm_cases.QuickRegistered";
    static props = { result: Object, next: Function };

    setup() {
        this.button = useRef("next");
        onMounted(() => this.button.el.focus());
    }

    get joinedText() {
        return _t("%s citizens are now linked to this case.", digits(this.props.result.people));
    }

    get whereText() {
        const { unit, deadline, settled } = this.props.result;
        if (!deadline || settled) return _t("With %(unit)s", { unit });
        return _t("With %(unit)s, expected by %(deadline)s", { unit, deadline });
    }

    print() {
        // The page is one of those that otherwise follow the browser's language.
        const context = encodeURIComponent(JSON.stringify(user.context));
        const path = `/report/html/zrm_cases.report_case_receipt/${this.props.result.id}`;
        const receipt = window.open(`${path}?context=${context}`, "_blank");
        receipt?.addEventListener("load", () => receipt.print());
    }
}
