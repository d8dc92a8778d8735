import { registry } from "@web/core/registry";
import { rpc } from "@web/core/network/rpc";

/** A judge finds by the badge what waits, returns one draft with words and approves one. */
registry.category("web_tour.tours").add("zrm_cases_approvals", {
    steps: () => [
        {
            content: "The badge counts what waits for me",
            trigger: ".o_zrm_approvals_waiting .badge:contains(2)",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(جوی نخست) .o_data_cell[name=text]",
            run: "click",
        },
        {
            content: "The draft, with the case at a glance",
            trigger: ".o_form_view .o_zrm_draft:contains(پیش‌نویس نخست)",
        },
        {
            trigger: ".o_form_view [name=description]:contains(آب در)",
        },
        {
            trigger: "button[name=action_return]",
            run: "click",
        },
        {
            trigger: ".modal [name=reason] textarea",
            run: "edit نشانی را بنویسید",
        },
        {
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            content: "It does not wait any more",
            trigger: "body:not(:has(.modal)) .o_form_view:not(:has(button[name=action_approve]))",
        },
        {
            trigger: ".breadcrumb-item a:contains(Approvals), .o_back_button",
            run: "click",
        },
        {
            trigger: ".o_data_row:contains(جوی دوم) button[name=action_approve]",
            run: "click",
        },
        {
            content: "Nothing is left, and the badge is gone",
            trigger: ".o_view_nocontent, .o_list_view:not(:has(.o_data_row))",
        },
        {
            trigger: "body:not(:has(.o_zrm_approvals_waiting .badge))",
        },
    ],
});

/** Somebody else changes the answer while it is being written here. */
registry.category("web_tour.tours").add("zrm_cases_two_texts", {
    steps: () => [
        {
            trigger: "a[name=answer]",
            run: "click",
        },
        {
            trigger: "[name=answer] textarea",
            async run({ edit }) {
                const id = parseInt(window.location.pathname.split("/").pop());
                await rpc("/web/dataset/call_kw/zrm.case/write", {
                    model: "zrm.case",
                    method: "write",
                    args: [[id], { answer: "متن همکار" }],
                    kwargs: {},
                });
                edit("متن من");
            },
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "The other's words are shown, and mine are still in the form",
            trigger: ".o_error_dialog:contains(متن همکار), .modal:contains(متن همکار)",
        },
        {
            trigger: ".modal .btn-primary, .modal .btn-close",
            run: "click",
        },
        {
            trigger: "[name=answer] textarea:value(متن من)",
        },
        {
            trigger: ".o_form_button_cancel",
            run: "click",
        },
    ],
});
