import { registry } from "@web/core/registry";

const cards = ".o_zrm_score_sheet section";

/** An evaluator on a phone: from the list to the scores that are handed in, on one page. */
registry.category("web_tour.tours").add("zrm_suggestions_evaluator_phone", {
    steps: () => [
        {
            content: "What waits for me",
            trigger: ".o_kanban_record:contains(کف‌پوش)",
            run: "click",
        },
        {
            content: "The anonymised text",
            trigger: ".o_form_view [name=proposed_state]:contains(کف‌پوش)",
        },
        {
            trigger: ".o_form_view button.btn-primary:contains(Score)",
            run: "click",
        },
        {
            content: "All criteria are on one page",
            trigger: `.modal ${cards}:nth-of-type(3)`,
        },
        {
            content: "Nothing is scored yet",
            trigger: ".modal .o_zrm_score_sheet .alert-warning",
        },
        {
            trigger: `.modal ${cards}:nth-of-type(1) button[data-value='4']`,
            run: "click",
        },
        {
            trigger: `.modal ${cards}:nth-of-type(1) textarea`,
            run: "edit سود دارد",
        },
        {
            trigger: `.modal ${cards}:nth-of-type(2) button[data-value='2']`,
            run: "click",
        },
        {
            trigger: `.modal ${cards}:nth-of-type(2) button:contains(High)`,
            run: "click",
        },
        {
            content: "What has to be scored is",
            trigger: ".modal .o_zrm_score_sheet .alert-success",
        },
        {
            trigger: ".modal button[name=action_hand_in]",
            run: "click",
        },
        {
            content: "It is handed in",
            trigger: "body:not(:has(.modal)) .o_form_view [name=score_ids]:contains(سود دارد)",
        },
    ],
});
