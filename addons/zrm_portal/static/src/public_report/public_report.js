import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

// Milliseconds without a key press after which the input is saved.
const PAUSE = 1500;

/** Saves the input while typing, and sends a form once. Without script each step
 * is a plain form that does the same when its button is pressed. */
export class ReportForm extends Interaction {
    static selector = ".o_zrm_report_form";
    dynamicContent = {
        _root: { "t-on-input": this.onInput, "t-on-submit": this.onSubmit },
        _window: { "t-on-pagehide": this.keep, "t-on-pageshow": this.onPageShow },
    };

    setup() {
        this.isChanged = false;
        this.isSent = false;
        this.onPause = this.debounced(this.keep, PAUSE);
    }

    onInput() {
        this.isChanged = true;
        this.onPause();
    }

    onPageShow() {
        this.isSent = false;
    }

    onSubmit(ev) {
        if (this.isSent) {
            ev.preventDefault();
        }
        this.isSent = true;
    }

    keep() {
        if (!this.isChanged || this.isSent || this.el.matches(".o_zrm_report_send")) {
            return;
        }
        const form = new FormData(this.el);
        form.delete("files");
        form.set("go", "keep");
        this.isChanged = !navigator.sendBeacon(this.el.action, form);
    }
}

/** The print button is there only where printing works. */
export class ReportPrint extends Interaction {
    static selector = ".o_zrm_print";
    dynamicContent = {
        _root: { "t-on-click": () => window.print(), "t-att-class": () => ({ "d-none": false }) },
    };
}

registry.category("public.interactions").add("zrm_portal.report_form", ReportForm);
registry.category("public.interactions").add("zrm_portal.report_print", ReportPrint);
