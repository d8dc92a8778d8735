import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** An operator looks for a caller, does not find them and registers them. */
tours.add("zrm_base_register_citizen", {
    url: "/odoo/citizens",
    steps: () => [
        {
            content: "Open the dialog that finds or registers",
            trigger: "button[data-menu-xmlid='zrm_base.menu_citizens']",
            run: "click",
        },
        {
            trigger: "a[data-menu-xmlid='zrm_base.menu_citizen_find']",
            run: "click",
        },
        {
            content: "Type a phone number nobody has",
            trigger: ".o_dialog [name=query] input",
            run: "edit 09127779911",
        },
        {
            trigger: ".o_dialog button[name=action_search]",
            run: "click",
        },
        {
            trigger: ".o_dialog .modal-body div:contains(Nobody found)",
        },
        {
            trigger: ".o_dialog button[name=action_new]",
            run: "click",
        },
        {
            content: "The number came along",
            trigger: ".o_dialog [name=phone] input:value(09127779911)",
        },
        {
            trigger: ".o_dialog [name=name] input",
            run: "edit تازه‌وارد تهرانی",
        },
        {
            trigger: ".o_dialog button[name=action_register]",
            run: "click",
        },
        {
            content: "The new file is open",
            trigger: ".o_zrm_citizen [name=name] input:value(تازه‌وارد تهرانی)",
        },
    ],
});

/** A confidential member reveals an identity number, with a reason. */
tours.add("zrm_base_reveal_identity", {
    steps: () => [
        {
            content: "The number is masked",
            trigger: ".o_zrm_citizen [name=identity_number]:contains(•••)",
        },
        {
            trigger: "button[name=action_reveal_identity]",
            run: "click",
        },
        {
            trigger: ".o_dialog [name=purpose] input[data-value=inquiry]",
            run: "click",
        },
        {
            trigger: ".o_dialog [name=explanation] input",
            run: "edit Letter 1405/17",
        },
        {
            trigger: ".o_dialog button[name=action_reveal]",
            run: "click",
        },
        {
            trigger: ".o_dialog .modal-body div:contains(This access was logged)",
        },
        {
            content: "Ten digits are shown",
            trigger: ".o_dialog [name=number]:not(:contains(•))",
        },
        {
            trigger: ".o_dialog button:contains(Close)",
            run: "click",
        },
    ],
});

/** A relative entered in one file. */
tours.add("zrm_base_add_relative", {
    steps: () => [
        {
            trigger: ".o_notebook a[name=relatives]",
            run: "click",
        },
        {
            trigger: "[name=relation_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            trigger: "[name=relation_ids] [name=relative_id] input",
            run: "edit آرش پهلوان",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(آرش پهلوان)",
            run: "click",
        },
        {
            content: "The relative is taken over with the phone number",
            trigger: "[name=relation_ids] [name=relative_phone]:contains(09127770033)",
        },
        {
            trigger: "[name=relation_ids] [name=role] input.o_select_menu_toggler",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains(Child)",
            run: "click",
        },
        {
            trigger: "[name=relation_ids] [name=role] input.o_select_menu_toggler:value(Child)",
        },
        {
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            trigger: ".o_form_saved, .o_form_view:not(:has(.o_form_dirty))",
        },
    ],
});

/** A citizen on a phone corrects a phone number and asks for a correction. */
tours.add("zrm_base_portal_file", {
    url: "/my",
    steps: () => [
        {
            trigger: "a[href='/my/citizen']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "input[name=phone]",
            run: "edit 0912 888 77 66",
        },
        {
            trigger: "form[action='/my/citizen/contact'] button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Saved, in the usual notation",
            trigger: ".alert-success",
        },
        {
            trigger: "input[name=phone]:value(09128887766)",
        },
        {
            trigger: "#c_father",
            run: "edit حسین",
        },
        {
            trigger: "form[action='/my/citizen/correction'] button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".alert-info:contains(waits for a decision)",
        },
    ],
});
