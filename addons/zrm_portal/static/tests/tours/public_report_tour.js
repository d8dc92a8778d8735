import { registry } from "@web/core/registry";
import { inputFiles } from "@web/../tests/utils";

/** A picture of one pixel. */
function picture() {
    const data =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
    return new File([bytes], "joy.png", { type: "image/png" });
}

/** A citizen reports on a telephone, in Persian, with a picture and without an account. */
registry.category("web_tour.tours").add("zrm_portal_public_report", {
    steps: () => [
        {
            content: "The page reads from right to left",
            trigger: "html[dir=rtl] #search",
            run: "edit كانال آب آزمون",
        },
        {
            trigger: ".o_zrm_report form[role=search] button",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The subject is found by another word for it",
            trigger: ".o_zrm_subject button:contains(لایروبی آزمون)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Nothing filled in: the page says what is missing",
            trigger: ".o_zrm_report_buttons button[value=on]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "#problems a[href='#name']",
        },
        {
            trigger: "#name",
            run: "edit جوی کوچه گرفته است",
        },
        {
            trigger: "#description",
            run: "edit سه روز است که آب در کوچه مانده",
        },
        {
            trigger: "input[name=files]",
            run: () => inputFiles("input[name=files]", [picture()]),
        },
        {
            trigger: "button[value=attach]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The picture is there, and so is the text",
            trigger: "#files li:contains(joy.png)",
        },
        {
            trigger: "#description:value(سه روز است که آب در کوچه مانده)",
        },
        {
            trigger: ".o_zrm_report_buttons button[value=on]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "#region_id",
            run: "selectByLabel محله آزمون",
        },
        {
            trigger: "#address",
            run: "edit کوچهٔ نهم",
        },
        {
            trigger: ".o_zrm_report_buttons button[value=on]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "#phone",
            run: "edit ۰۹۱۲۵۵۵۴۴۳۳",
        },
        {
            trigger: ".o_zrm_named #name",
            run: "edit زهرا کریمی",
        },
        {
            trigger: "input[name=preferred_channel][value=none]",
            run: "click",
        },
        {
            trigger: ".o_zrm_report_buttons button[value=on]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_zrm_summary:contains(کوچهٔ نهم)",
        },
        {
            trigger: ".o_zrm_report_send button",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The tracking code, in large digits, and a square to scan",
            trigger: ".o_zrm_code_digits[dir=ltr]",
        },
        {
            trigger: ".o_zrm_code_qr svg",
        },
        {
            trigger: ".o_zrm_print:visible",
        },
    ],
});
