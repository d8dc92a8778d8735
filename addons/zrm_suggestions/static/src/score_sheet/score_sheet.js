import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

// Scales with more points are entered as a number.
const MOST_POINTS = 10;

/**
 * The criteria of a round as cards on one page, also on a phone: points of the scale with their
 * words, a reason, how sure one is, and the veto.
 *
 * The field holds `{criterion id: {value, words, is_veto, confidence}}`; the criteria stand in
 * the field `criteria` of the same record.
 */
export class ScoreSheet extends Component {
    static template = "zrm_suggestions.ScoreSheet";
    static props = { ...standardFieldProps };

    get criteria() {
        return this.props.record.data.criteria || [];
    }

    get confidences() {
        return [
            ["1", _t("Low")],
            ["2", _t("Medium")],
            ["3", _t("High")],
        ];
    }

    get missing() {
        return this.criteria.filter(
            (criterion) => criterion.is_required && this.answer(criterion).value === undefined,
        ).length;
    }

    get missingText() {
        return this.missing ? _t("Still to score: %s", this.missing) : _t("All scored");
    }

    answer(criterion) {
        return (this.props.record.data[this.props.name] || {})[criterion.id] || {};
    }

    /** The points of a scale with their words; none for a long scale. */
    points(criterion) {
        const { lowest, highest } = criterion;
        if (highest - lowest >= MOST_POINTS) {
            return [];
        }
        const words = (criterion.anchors || "").split("\n").filter(Boolean);
        const count = highest - lowest + 1;
        return Array.from({ length: count }, (_, place) => ({
            value: lowest + place,
            words: words.length === count ? words[place] : "",
        }));
    }

    change(criterion, values) {
        const answers = { ...this.props.record.data[this.props.name] };
        answers[criterion.id] = { ...answers[criterion.id], ...values };
        return this.props.record.update({ [this.props.name]: answers });
    }

    /** A point that is pressed again is taken back, where the criterion may be left out. */
    choose(criterion, value) {
        const again = this.answer(criterion).value === value && !criterion.is_required;
        return this.change(criterion, { value: again ? undefined : value });
    }

    type(criterion, text) {
        return this.change(criterion, { value: text === "" ? undefined : Number(text) });
    }
}

registry.category("fields").add("zrm_score_sheet", {
    component: ScoreSheet,
    displayName: _t("Scores"),
    supportedTypes: ["json"],
    fieldDependencies: [{ name: "criteria", type: "json", readonly: true }],
});
