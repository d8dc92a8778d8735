import { Component, useState } from "@odoo/owl";
import { useService } from "@web/core/utils/hooks";
import { rememberChannel } from "./draft";
import { Finder } from "./finder";
import { Questions } from "./questions";

const ON_PAPER = ["letter", "fax"];

/** The caller's matter. */
export class Matter extends Component {
    static template = "zrm_cases.QuickMatter";
    static components = { Finder, Questions };
    static props = {
        draft: Object,
        known: Object,
        start: Object,
        files: Object,
        loadSubject: Function,
        focus: Function,
        fail: Function,
    };

    setup() {
        this.draft = useState(this.props.draft);
        this.known = useState(this.props.known);
        this.files = useState(this.props.files);
        this.orm = useService("orm");
    }

    get natures() {
        return this.known.subject?.natures || this.props.start.natures;
    }

    get isOnPaper() {
        const channel = this.props.start.channels.find((item) => item.id === this.draft.channel_id);
        return ON_PAPER.includes(channel?.kind);
    }

    onChannel() {
        rememberChannel(this.draft.channel_id);
    }

    findSubject(text) {
        return this.orm.call("zrm.case.quick", "quick_subjects", [text]);
    }

    findRegion(text) {
        return this.orm.call("zrm.case.quick", "quick_regions", [text]);
    }

    async pickSubject(subject) {
        this.draft.subject = { id: subject.id, name: subject.name };
        this.draft.questions = {};
        const details = await this.props.loadSubject(subject.id);
        if (!details || this.draft.subject?.id !== subject.id) return;
        const allowed = details.natures.map((nature) => nature.id);
        if (allowed.length === 1) this.draft.nature_id = allowed[0];
        else if (!allowed.includes(this.draft.nature_id)) this.draft.nature_id = false;
        const [question] = details.questions;
        const next = question ? `zrm_q_question_${question.name}` : "zrm_q_region";
        // Do not move the focus if the operator is typing elsewhere.
        this.props.focus(this.draft.nature_id ? next : "zrm_q_nature", "zrm_q_subject");
    }

    clearSubject() {
        this.draft.subject = null;
        Object.assign(this.known, { subject: null, likely: [] });
    }

    pickRegion(region) {
        this.draft.region = region;
        this.props.focus("zrm_q_address");
    }

    clearRegion() {
        this.draft.region = null;
    }

    typedRegion(text) {
        this.draft.region_text = text;
    }

    onFiles(ev) {
        this.files.list.push(...ev.target.files);
        ev.target.value = "";
    }

    removeFile(index) {
        this.files.list.splice(index, 1);
        this.props.focus("zrm_q_files");
    }
}
