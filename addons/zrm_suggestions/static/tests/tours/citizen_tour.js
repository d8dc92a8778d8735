import { registry } from "@web/core/registry";

/** A citizen on a telephone, in Persian: an idea of their own, and a voice for another's. */
const tours = registry.category("web_tour.tours");

tours.add("zrm_suggestions_suggest", {
    steps: () => [
        {
            content: "While typing, something like it appears",
            trigger: "html[dir=rtl] #name",
            run: "edit نیمکت و سایه‌بان ایستگاه",
        },
        {
            trigger: ".o_zrm_similar a:contains(نیمکت برای ایستگاه اتوبوس)",
        },
        {
            trigger: "#current_state",
            run: "edit مردم ایستاده در آفتاب منتظر می‌مانند",
        },
        {
            trigger: "#proposed_state",
            run: "edit نیمکت و سایه‌بان بگذارید",
        },
        {
            trigger: "#reason",
            run: "edit سالمندان آسوده‌تر سوار می‌شوند",
        },
        {
            trigger: "#subject_id",
            run: "selectByLabel لایروبی جوی",
        },
        {
            trigger: "#co_name_0",
            run: "edit حسن یوسفی",
        },
        {
            trigger: "#co_contact_0",
            run: "edit hassan@example.com",
        },
        {
            trigger: "#co_share_0",
            run: "edit ۴۰",
        },
        {
            trigger: "#who_name",
            run: "edit زهرا کریمی",
        },
        {
            trigger: "#who_phone",
            run: "edit ۰۹۱۲۵۵۵۴۴۳۳",
        },
        {
            trigger: "input[name=who_preferred_channel][value=none]",
            run: "click",
        },
        {
            trigger: ".o_zrm_suggest button.btn-success[value=send]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "What resembles it is offered once more before it is sent",
            trigger: ".alert-info a:contains(نیمکت برای ایستگاه اتوبوس)",
        },
        {
            trigger: ".o_zrm_suggest button.btn-success[value=send]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_zrm_code_digits",
        },
        {
            trigger: "h1:contains(نیمکت و سایه‌بان ایستگاه)",
        },
    ],
});

tours.add("zrm_suggestions_support", {
    steps: () => [
        {
            trigger: "html[dir=rtl] a:contains(نیمکت برای ایستگاه اتوبوس)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_zrm_support",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_zrm_unsupport",
        },
        {
            trigger: "#comment_text",
            run: "edit در محلهٔ ما هم لازم است",
        },
        {
            trigger: "#public_name",
            run: "edit همسایه",
        },
        {
            trigger: "form[action$='/comment'] button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_zrm_own:contains(در محلهٔ ما هم لازم است)",
        },
    ],
});
