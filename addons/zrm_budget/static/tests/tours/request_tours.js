import { registry } from "@web/core/registry";

/** Public money from the need to the payment: each part by whose duty it is. */
const tours = registry.category("web_tour.tours");

/** Clicks a button of the form's header and waits for the state that follows. */
function verb(name, state) {
    return [
        {
            trigger: `.o_statusbar_buttons button[name='${name}']`,
            run: "click",
        },
        {
            trigger: `.o_arrow_button_current[data-value='${state}']`,
        },
    ];
}

tours.add("zrm_budget_grant", {
    steps: () => [
        {
            content: "From the case of the citizen",
            trigger: "button[name=action_grant_service]",
            run: "click",
        },
        {
            content: "Unit and matter come along",
            trigger: ".o_form_view [name=name] input:value(جوی تور)",
        },
        {
            trigger: "[name=line_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: ".o_selected_row [name=budget_line_id] input",
            run: "edit کمک معیشت",
        },
        {
            trigger: ".o-autocomplete--dropdown-item a:contains(کمک معیشت)",
            run: "click",
        },
        {
            trigger: ".o_selected_row [name=amount] input",
            run: "edit 7000000",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_saved",
        },
        ...verb("action_submit", "submitted"),
    ],
});

tours.add("zrm_budget_approve", {
    steps: () => verb("action_approve", "approved"),
});

tours.add("zrm_budget_certify", {
    steps: () => verb("action_reserve", "reserved"),
});

tours.add("zrm_budget_order", {
    steps: () => [
        ...verb("action_commit", "committed"),
        {
            trigger: ".o_statusbar_buttons button:contains(Establish what is payable)",
            run: "click",
        },
        {
            content: "What was committed is proposed",
            trigger: ".modal [name=payable]:contains(7,000,000)",
        },
        {
            trigger: ".modal button[name=action_confirm]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_buttons button[name='action_order']",
            run: "click",
        },
        {
            trigger: ".o_arrow_button_current[data-value='ordered']",
        },
    ],
});

tours.add("zrm_budget_post", {
    steps: () => [
        ...verb("action_post", "posted"),
        {
            trigger: "button[name=action_open_bills]",
            run: "click",
        },
        {
            trigger: "button[name=action_register_payment]",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_create_payments]",
            run: "click",
        },
        {
            content: "The bill is paid",
            trigger: "body:not(:has(.modal)) .o_form_view .ribbon:contains(Paid)",
        },
    ],
});
