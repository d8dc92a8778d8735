import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { digits } from "./format";

// The meaning of colours is the same everywhere.
const SLA_COLOURS = {
    none: "text-bg-secondary",
    in_time: "text-bg-info",
    soon: "text-bg-warning",
    missed: "text-bg-danger",
    done: "text-bg-success",
};

/** Existing information: cases, duplicates, answers. */
export class Known extends Component {
    static template = "zrm_cases.QuickKnown";
    static props = {
        draft: Object,
        known: Object,
        join: Function,
        settle: Function,
        loadMore: Function,
        busy: Boolean,
    };

    setup() {
        this.draft = useState(this.props.draft);
        this.known = useState(this.props.known);
    }

    slaColour(sla) {
        return SLA_COLOURS[sla];
    }

    /** The citizen's cases, except those shown above. */
    get cases() {
        const above = this.known.likely.map((item) => item.id);
        return this.known.cases.filter((item) => !above.includes(item.id));
    }

    get isEmpty() {
        return !(
            this.cases.length ||
            this.known.elsewhere ||
            this.known.likely.length ||
            this.known.subject
        );
    }

    get answers() {
        const nature = this.draft.nature_id;
        return (this.known.subject?.templates || []).filter(
            (template) => template.settles && (!template.nature || template.nature === nature)
        );
    }

    get canJoin() {
        const { caller, citizen, anonymous } = this.draft;
        return Boolean(!anonymous && (caller || citizen?.name)) && !this.props.busy;
    }

    /** The text for reading out; unknown values are left open. */
    spoken(body) {
        const name = this.draft.caller?.name || this.draft.citizen?.name || _t("citizen");
        return body
            .replace(/\{\s*citizen\s*\}/g, () => name)
            .replace(/\{\s*(number|unit)\s*\}/g, "…");
    }

    peopleText(count) {
        return count > 1 ? _t("%s citizens", digits(count)) : "";
    }

    elsewhereText(count) {
        return _t("%s more open with other units", digits(count));
    }
}
