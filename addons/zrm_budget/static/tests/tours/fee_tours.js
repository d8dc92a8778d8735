import { registry } from "@web/core/registry";

/** A citizen's fee from the tariff to the payment, and back. */
const tours = registry.category("web_tour.tours");

tours.add("zrm_budget_fee_charge", {
    steps: () => [
        {
            trigger: ".o_form_view button[name=action_charge_fee]",
            run: "click",
        },
        {
            trigger: ".o_form_view:not(:has(button[name=action_charge_fee])) [name=fee_state]:contains(To be paid)",
        },
    ],
});

/** By the demo provider, where it is installed. */
tours.add("zrm_budget_fee_pay", {
    steps: () => [
        {
            content: "On the page of the case",
            trigger: "section[aria-labelledby=zrm_fees] a:contains(Pay)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Core's own page of the invoice",
            trigger: "#pay_with.show [name=o_payment_submit_button]:not([disabled])",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "#o_payment_status_alert, [name=o_payment_status_alert]",
        },
    ],
});

tours.add("zrm_budget_fee_register", {
    steps: () => [
        {
            trigger: "button[name=action_register_payment]",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_create_payments]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_form_view .ribbon:contains(Paid)",
        },
    ],
});

tours.add("zrm_budget_fee_receipt", {
    steps: () => [
        {
            trigger: "section[aria-labelledby=zrm_fees] .badge:contains(Paid)",
        },
        {
            trigger: "section[aria-labelledby=zrm_fees] a[href*='/receipt/']:contains(Receipt)",
        },
    ],
});

tours.add("zrm_budget_fee_gate", {
    steps: () => [
        {
            content: "The step waits no more",
            trigger: ".o_form_view [name=fee_state]:contains(Paid)",
        },
        {
            trigger: "button[name=action_answer]",
            run: "click",
        },
        {
            trigger: ".o_zrm_step_now:contains(answered)",
        },
    ],
});

tours.add("zrm_budget_fee_propose_refund", {
    steps: () => [
        {
            trigger: ".o_statusbar_buttons button:contains(Refund the fee)",
            run: "click",
        },
        {
            trigger: ".modal [name=reason] input",
            run: "edit Charged twice",
        },
        {
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) [name=fee_state]:contains(To be refunded)",
        },
    ],
});

tours.add("zrm_budget_fee_refund", {
    steps: () => [
        {
            trigger: ".o_data_row:contains(Charged twice) button[name=action_refund]",
            run: "click",
        },
        {
            content: "Core's dialog, with the reason",
            trigger: ".modal [name=reason] input:value(Charged twice)",
        },
        {
            trigger: ".modal button[name=refund_moves]",
            run: "click",
        },
        {
            trigger: ".o_form_view:not(:has(.modal)) button[name=action_post]",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current[data-value='posted']",
        },
    ],
});
