import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const focused = (id) => `#${id}:focus`;

/** For what is not translated in every test database, any text will do. */
const saying = (text) => (text ? `:contains(${text})` : "");

/**
 * A case is registered without the mouse: each step types where the screen has
 * put the cursor. `words` holds the texts to be looked for.
 */
function registerByKeyboard(words) {
    return [
        {
            content: "The cursor waits in the caller's box",
            trigger: focused("zrm_q_caller"),
            run: "edit 09120007788",
        },
        {
            trigger: ".o_zrm_finder_list .active:contains(مریم احمدی)",
        },
        {
            trigger: focused("zrm_q_caller"),
            run: "press Enter",
        },
        {
            content: "Who it is, with what tells her from a namesake",
            trigger: ".o_zrm_quick_caller .card:contains(مریم احمدی):contains(امیرآباد)",
        },
        {
            trigger: focused("zrm_q_name"),
            run: "edit جوی گرفته است",
        },
        {
            trigger: focused("zrm_q_name"),
            run: "press Tab",
        },
        {
            content: "The subject is found by another word for it, typed on an Arabic keyboard",
            trigger: focused("zrm_q_subject"),
            run: "edit كانال آب تست",
        },
        {
            trigger: ".o_zrm_finder_list .active:contains(لایروبی جوی تست)",
        },
        {
            trigger: focused("zrm_q_subject"),
            run: "press Enter",
        },
        {
            content: "The only nature is chosen, the first question is next",
            trigger: "#zrm_q_nature:has(option:selected:contains(Complaint))",
        },
        {
            trigger: focused("zrm_q_question_depth"),
            run: "edit ۱۲",
        },
        {
            content: "What is known already came along",
            trigger: `.o_zrm_quick_known${saying(words.sheet)}:contains(کروکی)`,
        },
        {
            content: "The neighbour's case appears",
            trigger: ".o_zrm_quick_likely:contains(جوی همسایه)",
        },
        {
            trigger: focused("zrm_q_question_depth"),
            run: "press Enter",
        },
        {
            content: "The tracking code, in groups",
            trigger: ".o_zrm_quick_number:contains(/^\\d{4} \\d{4} \\d{4}$/)",
        },
        {
            trigger: `.o_zrm_quick_registered button:focus${saying(words.next)}`,
            run: "press Enter",
        },
        {
            content: "Cleared for the next call",
            trigger: focused("zrm_q_caller"),
        },
        {
            trigger: ".o_zrm_quick:not(:has(.o_zrm_quick_caller .card))",
        },
        {
            content: "A second Enter says what is missing and registers nothing",
            trigger: focused("zrm_q_caller"),
            run: "press Enter",
        },
        {
            trigger: `.o_zrm_quick_error${saying(words.missing)}`,
        },
        {
            trigger: focused("zrm_q_caller"),
        },
    ];
}

tours.add("zrm_cases_quick_registration", {
    url: "/odoo/register",
    steps: () =>
        registerByKeyboard({
            sheet: "Documents",
            next: "Next call",
            missing: "Enter the caller",
        }),
});

tours.add("zrm_cases_quick_registration_fa", {
    url: "/odoo/register",
    steps: () => [
        { content: "Right to left", trigger: ".o_rtl .o_zrm_quick" },
        ...registerByKeyboard({}),
    ],
});

/** A new caller, a wrong number, a reload in between: nothing typed is lost. */
tours.add("zrm_cases_quick_registration_kept", {
    url: "/odoo/register",
    steps: () => [
        {
            trigger: focused("zrm_q_caller"),
            run: "edit 09123334455",
        },
        {
            trigger: ".o_zrm_finder_list .o_zrm_quick_new",
        },
        {
            trigger: focused("zrm_q_caller"),
            run: "press Enter",
        },
        {
            trigger: focused("zrm_q_new_name"),
            run: "edit تازه‌وارد تهرانی",
        },
        {
            content: "The number came along",
            trigger: "#zrm_q_new_phone:value(09123334455)",
        },
        {
            trigger: "#zrm_q_new_identity",
            run: "edit 1234567890",
        },
        {
            trigger: "#zrm_q_subject",
            run: "edit لایروبی جوی تست",
        },
        {
            trigger: ".o_zrm_finder_list .active:contains(لایروبی جوی تست)",
        },
        {
            trigger: "#zrm_q_subject",
            run: "press Enter",
        },
        {
            trigger: focused("zrm_q_question_depth"),
            run: "press Enter",
        },
        {
            content: "What is wrong with the number is said on the screen",
            trigger: ".o_zrm_quick_error:contains(1234567890)",
        },
        {
            content: "and all is still there after the page is loaded again",
            trigger: "body",
            run: () => window.location.reload(),
            expectUnloadPage: true,
        },
        {
            trigger: "#zrm_q_new_name:value(تازه‌وارد تهرانی)",
        },
        {
            trigger: "#zrm_q_subject:value(لایروبی جوی تست)",
        },
        {
            content: "also what the subject asks",
            trigger: "#zrm_q_question_depth",
        },
        {
            trigger: "#zrm_q_new_identity",
            run: "clear",
        },
        {
            trigger: "#zrm_q_new_identity",
            run: "press Enter",
        },
        {
            trigger: ".o_zrm_quick_number",
        },
    ],
});

/** A mobile that satisfies the checksum of a legal ID is a phone; one key says otherwise. */
tours.add("zrm_cases_quick_registration_read_otherwise", {
    url: "/odoo/register",
    steps: () => [
        {
            trigger: focused("zrm_q_caller"),
            run: "edit 09121234564",
        },
        {
            trigger: ".o_zrm_finder_list .o_zrm_quick_new:contains(Phone)",
        },
        {
            trigger: focused("zrm_q_caller"),
            run: "press Enter",
        },
        {
            content: "How it was read",
            trigger: ".o_zrm_quick_reading:contains(Phone)",
        },
        {
            trigger: "#zrm_q_new_phone:value(09121234564)",
        },
        {
            trigger: focused("zrm_q_new_name"),
            run: "press Alt+o",
        },
        {
            content: "It is a legal ID now",
            trigger: "#zrm_q_new_identity:value(09121234564)",
        },
        {
            trigger: ".o_zrm_quick_reading:not(:contains(Phone))",
        },
        {
            trigger: "#zrm_q_new_phone:value()",
        },
        {
            trigger: "#zrm_q_new_name",
            run: "edit شرکت نمونه تور",
        },
        {
            trigger: "#zrm_q_subject",
            run: "edit لایروبی جوی تست",
        },
        {
            trigger: ".o_zrm_finder_list .active:contains(لایروبی جوی تست)",
        },
        {
            trigger: "#zrm_q_subject",
            run: "press Enter",
        },
        {
            trigger: focused("zrm_q_question_depth"),
            run: "press Enter",
        },
        {
            trigger: ".o_zrm_quick_number",
        },
    ],
});
