import { browser } from "@web/core/browser/browser";
import { user } from "@web/core/user";

const DRAFT = "zrm_quick_registration";
const CHANNEL = "zrm_quick_registration.channel";

/** A token for one registration; the server registers each token once. */
function newToken() {
    const bytes = window.crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The operator's entry during one call. */
export function blankDraft() {
    return {
        token: newToken(),
        caller: null,
        citizen: null,
        anonymous: false,
        behalf_of_id: false,
        channel_id: Number(browser.localStorage.getItem(CHANNEL)) || false,
        external_ref: "",
        name: "",
        description: "",
        subject: null,
        nature_id: false,
        questions: {},
        region: null,
        region_text: "", // typed, but not chosen from the list
        address: "",
        priority: "0",
    };
}

/** The draft of this tab, if the same user has one; else an empty one. */
export function loadDraft() {
    try {
        const kept = JSON.parse(browser.sessionStorage.getItem(DRAFT));
        if (kept && kept.user === user.userId) return { ...blankDraft(), ...kept.draft };
    } catch {
        // Ignore an unreadable draft.
    }
    return blankDraft();
}

export function keepDraft(draft) {
    browser.sessionStorage.setItem(DRAFT, JSON.stringify({ user: user.userId, draft }));
}

export function forgetDraft() {
    browser.sessionStorage.removeItem(DRAFT);
}

export function rememberChannel(channelId) {
    browser.localStorage.setItem(CHANNEL, channelId);
}

/** The draft in the format of the server. */
export function draftValues(draft) {
    const citizen = draft.citizen && {
        name: draft.citizen.name,
        identity_number: draft.citizen.identity_number,
        identity_type: draft.citizen.identity_type || "",
        phone: draft.citizen.phone,
        region_id: draft.citizen.region?.id || false,
    };
    return {
        token: draft.token,
        partner_id: (!draft.anonymous && draft.caller?.id) || false,
        citizen: (!draft.anonymous && !draft.caller && citizen) || false,
        is_anonymous: draft.anonymous,
        behalf_of_id: Number(draft.behalf_of_id) || false,
        channel_id: draft.channel_id,
        external_ref: draft.external_ref,
        name: draft.name,
        description: draft.description,
        subject_id: draft.subject?.id || false,
        nature_id: draft.nature_id,
        questions: draft.questions,
        region_id: draft.region?.id || false,
        address: draft.address,
        priority: draft.priority,
    };
}
