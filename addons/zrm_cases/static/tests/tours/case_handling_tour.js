import { registry } from "@web/core/registry";

/** An expert takes a case from the board, follows its process, answers and closes it. */
registry.category("web_tour.tours").add("zrm_cases_handling", {
    steps: () => [
        {
            content: "The unit's open cases are on the board",
            trigger: ".o_kanban_record:contains(جوی گرفته تور)",
            run: "click",
        },
        {
            content: "Nobody has it yet",
            trigger: "button[name=action_take]",
            run: "click",
        },
        {
            content: "It is mine now, and the button is gone",
            trigger: ".o_form_view:not(:has(button[name=action_take])) .o_field_widget[name=user_id]",
        },
        {
            content: "What may follow stands as buttons",
            trigger: ".o_zrm_next button:contains(open)",
            run: "click",
        },
        {
            trigger: ".o_zrm_step_now:contains(open)",
        },
        {
            content: "The way so far",
            trigger: "a[name=referrals]",
            run: "click",
        },
        {
            trigger: ".o_zrm_leg_open:contains(خدمات)",
        },
        {
            trigger: "a[name=answer]",
            run: "click",
        },
        {
            trigger: "[name=answer] textarea",
            run: "edit جوی لایروبی شد.",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_saved button[name=action_answer], .o_form_view button[name=action_answer]",
            run: "click",
        },
        {
            trigger: ".o_zrm_step_now:contains(answered)",
        },
        {
            trigger: "button[name=action_open_dialog]:contains(Close)",
            run: "click",
        },
        {
            trigger: ".modal [name=outcome] input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(/^Solved$/)",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            trigger: "body:not(:has(.modal)) .o_zrm_step_now:contains(closed)",
        },
    ],
});
