import { Component, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { Finder } from "./finder";
import { ageText } from "./format";

/** The caller: found by one search box, or registered as a new citizen. */
export class Caller extends Component {
    static template = "zrm_cases.QuickCaller";
    static components = { Finder };
    static props = {
        draft: Object,
        known: Object,
        loadCaller: Function,
        focus: Function,
        fail: Function,
    };

    setup() {
        this.draft = useState(this.props.draft);
        this.known = useState(this.props.known);
        this.orm = useService("orm");
        this.ageText = ageText;
    }

    async findCaller(text) {
        const answer = await this.orm.call("zrm.case.quick", "quick_find_caller", [text]);
        const found = answer.found.map((item) => ({ ...item, isSure: answer.sure }));
        return [...found, { isNew: true, values: answer.new, readings: answer.readings }];
    }

    findRegion(text) {
        return this.orm.call("zrm.case.quick", "quick_regions", [text]);
    }

    pick(item) {
        if (item.isNew) {
            this.startNew(item.values, item.readings);
        } else {
            Object.assign(this.draft, { caller: item, citizen: null, behalf_of_id: false });
            this.draft.region ||= item.region || null;
            this.props.loadCaller(item.id);
            this.props.focus("zrm_q_name");
        }
    }

    startNew(values, readings) {
        this.draft.citizen = {
            name: "",
            identity_number: "",
            identity_type: "",
            phone: "",
            region: null,
            ...values,
            ...readings[0]?.values,
            readings,
        };
        this.props.focus(values.name ? "zrm_q_new_identity" : "zrm_q_new_name");
    }

    /** Takes the number for the next thing that it may be. */
    readOtherwise() {
        const { citizen } = this.draft;
        const [first, ...others] = citizen.readings;
        citizen.readings = [...others, first];
        Object.assign(citizen, citizen.readings[0].values);
    }

    /** Numbers that are typed into their fields are what the fields say. */
    typedIdentity() {
        Object.assign(this.draft.citizen, { identity_type: "", readings: [] });
    }

    typedPhone() {
        this.draft.citizen.readings = [];
    }

    stopNew() {
        this.draft.citizen = null;
        this.props.focus("zrm_q_caller");
    }

    clear() {
        Object.assign(this.draft, { caller: null, behalf_of_id: false });
        Object.assign(this.known, {
            family: [],
            represents: [],
            cases: [],
            more: false,
            elsewhere: 0,
        });
    }

    forget() {
        this.clear();
        this.props.focus("zrm_q_caller");
    }

    pickNewRegion(region) {
        this.draft.citizen.region = region;
        this.draft.region ||= region;
        this.props.focus("zrm_q_name");
    }

    clearNewRegion() {
        this.draft.citizen.region = null;
    }

    typedNewRegion(text) {
        this.draft.citizen.region_text = text;
    }
}
