import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

// Milliseconds without a key press, and letters, after which similar ones are looked for.
const PAUSE = 500;
const LEAST = 8;

/** Shows earlier suggestions that resemble the one being typed. Without script they are shown
 * when the form is sent. */
export class SimilarSuggestions extends Interaction {
    static selector = ".o_zrm_suggest form";
    dynamicContent = {
        "#name, #proposed_state": { "t-on-input.withTarget": this.debounced(this.look, PAUSE) },
    };

    setup() {
        this.place = this.el.querySelector(".o_zrm_similar");
        this.asked = "";
    }

    typed() {
        const values = ["#name", "#proposed_state"].map((id) => this.el.querySelector(id).value);
        return values.join(" ").trim().slice(0, 500);
    }

    async look() {
        const text = this.typed();
        if (text.length < LEAST || text === this.asked) {
            return;
        }
        this.asked = text;
        const path = this.place.dataset.url || "/zrm/suggest/similar";
        const response = await this.waitFor(fetch(`${path}?q=${encodeURIComponent(text)}`));
        if (response.ok && text === this.asked) {
            // Our own page's piece; every text in it was escaped by the server.
            const piece = await this.waitFor(response.text());
            const parsed = new DOMParser().parseFromString(piece, "text/html");
            this.place.replaceChildren(...parsed.body.children);
        }
    }
}

registry.category("public.interactions").add("zrm_suggestions.similar", SimilarSuggestions);
