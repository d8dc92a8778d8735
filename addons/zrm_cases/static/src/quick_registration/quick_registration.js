import { Component, onMounted, onWillStart, toRaw, useEffect, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { rpc, RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { effect } from "@web/core/utils/reactive";
import { getDataURLFromFile } from "@web/core/utils/urls";
import { batched, useDebounced } from "@web/core/utils/timing";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Caller } from "./caller";
import { blankDraft, draftValues, forgetDraft, keepDraft, loadDraft } from "./draft";
import { Known } from "./known";
import { Matter } from "./matter";
import { Registered } from "./registered";

const REGISTER_URL = "/zrm_cases/quick_register";
const LIKELY_DELAY = 300;
const NOTHING_KNOWN = {
    family: [],
    represents: [],
    cases: [],
    more: false,
    elsewhere: 0,
    likely: [],
    subject: null,
};

/** The operator's screen: one call, from the greeting to the tracking code. */
export class QuickRegistration extends Component {
    static template = "zrm_cases.QuickRegistration";
    static components = { Caller, Matter, Known, Registered };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.root = useRef("root");
        this.draft = useState(loadDraft());
        this.known = useState({ ...NOTHING_KNOWN });
        this.files = useState({ list: [] });
        this.state = useState({ error: "", busy: false, result: null, focus: null });
        this.fail = this.fail.bind(this);
        this.focus = this.focus.bind(this);
        this.loadCaller = this.loadCaller.bind(this);
        this.loadSubject = this.loadSubject.bind(this);
        this.loadLikelySoon = useDebounced(this.loadLikely, LIKELY_DELAY);
        onWillStart(async () => {
            this.start = await this.orm.call("zrm.case.quick", "quick_start", []);
            const known = this.start.channels.some((item) => item.id === this.draft.channel_id);
            if (!known) this.draft.channel_id = this.start.channels[0]?.id || false;
        });
        onMounted(() => {
            if (this.draft.caller) this.loadCaller(this.draft.caller.id);
            if (this.draft.subject) this.loadSubject(this.draft.subject.id);
            this.focus(this.draft.caller || this.draft.citizen ? "zrm_q_name" : "zrm_q_caller");
        });
        const keep = batched(() => !this.state.result && keepDraft(toRaw(this.draft)));
        effect(
            (draft) => {
                JSON.stringify(draft); // everything in it is watched
                keep();
            },
            [this.draft]
        );
        useEffect(
            (id) => {
                if (!id) return;
                const element = this.root.el.querySelector(`#${id}`);
                element?.focus();
                element?.select?.();
                this.state.focus = null;
            },
            () => [this.state.focus]
        );
        useEffect(
            () => {
                this.loadLikelySoon();
            },
            () => {
                const { subject, region, address, caller } = this.draft;
                return [subject?.id, region?.id, address, caller?.id];
            }
        );
    }

    // ------------------------------------------------------------------
    // Requests to the server while the operator types
    // ------------------------------------------------------------------

    async loadCaller(id) {
        try {
            const caller = await this.orm.call("zrm.case.quick", "quick_caller", [id]);
            if (this.draft.caller?.id !== id) return;
            const { family, represents, cases, more, elsewhere, ...person } = caller;
            this.draft.caller = person;
            Object.assign(this.known, { family, represents, cases, more, elsewhere });
        } catch (error) {
            this.fail(error);
        }
    }

    /** The next cases of a citizen who has many. */
    async loadMore() {
        const id = this.draft.caller?.id;
        const offset = this.known.cases.length;
        try {
            const page = await this.orm.call("zrm.case.quick", "quick_cases", [id, offset]);
            if (this.draft.caller?.id !== id || this.known.cases.length !== offset) return;
            this.known.cases = [...this.known.cases, ...page.cases];
            this.known.more = page.more;
        } catch (error) {
            this.fail(error);
        }
    }

    async loadSubject(id) {
        try {
            const subject = await this.orm.call("zrm.case.quick", "quick_subject", [id]);
            if (this.draft.subject?.id === id) this.known.subject = subject;
            return subject;
        } catch (error) {
            this.fail(error);
            return null;
        }
    }

    async loadLikely() {
        const asked = draftValues(this.draft);
        if (!asked.subject_id || this.state.result) {
            this.known.likely = [];
            return;
        }
        const wanted = {};
        for (const name of [
            "subject_id",
            "region_id",
            "address",
            "partner_id",
            "name",
            "description",
        ]) {
            wanted[name] = asked[name];
        }
        try {
            const likely = await this.orm.call("zrm.case.quick", "quick_likely", [wanted]);
            if (this.draft.subject?.id === asked.subject_id) this.known.likely = likely;
        } catch (error) {
            this.fail(error);
        }
    }

    // ------------------------------------------------------------------
    // Keyboard
    // ------------------------------------------------------------------

    /** Moves to an element; with `from`, only when the operator is still there. */
    focus(id, from) {
        const now = document.activeElement;
        if (from && now && now !== document.body && now.id !== from) return;
        this.state.focus = id;
    }

    onKeydown(ev) {
        if (ev.key !== "Enter" || ev.isComposing || ev.repeat || this.state.result) return;
        const typed = ev.target.matches("input:not([type=file]), select");
        if (ev.ctrlKey || ev.metaKey || typed) {
            ev.preventDefault();
            this.register();
        }
    }

    /** A correction hides the error. */
    onInput() {
        if (!this.state.busy) this.state.error = "";
    }

    // ------------------------------------------------------------------
    // Registering
    // ------------------------------------------------------------------

    /** The missing input: message and field. */
    get missing() {
        const { draft } = this;
        if (!draft.anonymous && !draft.caller && !draft.citizen) {
            return ["zrm_q_caller", _t("Enter the caller: find the citizen or add a new one.")];
        }
        if (!draft.anonymous && !draft.caller && !draft.citizen.name.trim()) {
            return ["zrm_q_new_name", _t("Type the citizen's name.")];
        }
        if (draft.citizen?.region_text?.trim()) return this.unchosen("zrm_q_new_region");
        if (!draft.subject) return ["zrm_q_subject", _t("Choose the subject.")];
        if (!draft.nature_id) return ["zrm_q_nature", _t("Choose the nature.")];
        if (draft.region_text.trim()) return this.unchosen("zrm_q_region");
        return null;
    }

    /** A region that is only typed would be lost. */
    unchosen(id) {
        return [id, _t("Choose the region from the list, or empty its field.")];
    }

    settle(template) {
        this.register(template.id);
    }

    async register(templateId = false) {
        if (this.state.busy || this.state.result) return;
        if (this.missing) {
            const [id, words] = this.missing;
            this.state.error = words;
            this.focus(id);
            return;
        }
        const vals = { ...draftValues(this.draft), template_id: templateId };
        await this.send(async () => {
            if (!this.files.list.length) {
                return this.orm.call("zrm.case.quick", "quick_register", [vals]);
            }
            const files = await Promise.all(
                this.files.list.map(async (file) => ({
                    name: file.name,
                    data: (await getDataURLFromFile(file)).split(",")[1],
                }))
            );
            return rpc(REGISTER_URL, { vals, files });
        });
    }

    async join(item) {
        const vals = draftValues(this.draft);
        await this.send(() => this.orm.call("zrm.case.quick", "quick_join", [item.ref, vals]));
    }

    async send(call) {
        if (this.state.busy || this.state.result) return;
        Object.assign(this.state, { busy: true, error: "" });
        try {
            this.state.result = await call();
            forgetDraft();
        } catch (error) {
            this.fail(error);
        } finally {
            this.state.busy = false;
        }
    }

    fail(error) {
        if (error instanceof RPCError) {
            this.state.error = error.data?.message || error.message;
        } else {
            this.state.error = _t(
                "The server cannot be reached. Nothing you typed is lost; try again in a moment."
            );
        }
    }

    next() {
        const channelId = this.draft.channel_id;
        Object.assign(this.state, { result: null, error: "" });
        Object.assign(this.draft, blankDraft(), { channel_id: channelId });
        Object.assign(this.known, NOTHING_KNOWN);
        this.files.list = [];
        this.focus("zrm_q_caller");
    }
}

registry.category("actions").add("zrm_quick_registration", QuickRegistration);
