import { registry } from "@web/core/registry";

/** A secretary from the agenda to the published answers; members have voted meanwhile. */
registry.category("web_tour.tours").add("zrm_suggestions_session", {
    steps: () => [
        {
            content: "What was counted is decided",
            trigger: ".o_field_widget[name=item_ids] .o_data_row button:contains(Record the decision)",
            run: "click",
        },
        {
            trigger: ".modal .o_radio_item:contains(Approved with changes) input",
            run: "click",
        },
        {
            content: "Changes are asked for in words",
            trigger: ".modal .o_field_widget[name=changes] textarea",
            run: "edit نخست در یک خیابان",
        },
        {
            trigger: ".modal .o_field_widget[name=words] textarea",
            run: "edit سودمند است",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name=item_ids] .o_data_row:contains(Decided)",
        },
        {
            trigger: "button[name=action_close]",
            run: "click",
        },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Closed)",
        },
        {
            trigger: "button[name=action_publish_all]",
            run: "click",
        },
        {
            trigger: ".modal .modal-footer .btn-primary",
            run: "click",
        },
        {
            content: "Nothing waits to be published any more",
            trigger: "body:not(:has(.modal)):not(:has(button[name=action_publish_all]))",
        },
    ],
});
