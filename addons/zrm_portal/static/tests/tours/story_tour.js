import { registry } from "@web/core/registry";

/** A citizen's story on a telephone, in Persian: what they do after the report. */
const tours = registry.category("web_tour.tours");

tours.add("zrm_story_reply", {
    steps: () => [
        {
            content: "The code came along with the link; the digits prove who asks",
            trigger: "html[dir=rtl] #proof",
            run: "edit ۴۴۳۳",
        },
        {
            trigger: "form[action$='/zrm/track'] button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Something is asked of them",
            trigger: "#zrm_question ~ .o_zrm_words:contains(پلاک را بنویسید)",
        },
        {
            trigger: "#message",
            run: "edit پلاک ۱۲",
        },
        {
            trigger: "form[action$='/reply'] button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".o_zrm_own:contains(پلاک ۱۲)",
        },
    ],
});

tours.add("zrm_story_object", {
    steps: () => [
        {
            trigger: ".card:contains(لایروبی شد)",
        },
        {
            trigger: "#comment",
            run: "edit هنوز گرفته است",
        },
        {
            trigger: "button[value=object]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".alert-success",
        },
    ],
});

tours.add("zrm_story_accept", {
    steps: () => [
        {
            trigger: ".card:contains(دوباره لایروبی شد)",
        },
        {
            trigger: "label[for=verdict_star_5]",
            run: "click",
        },
        {
            trigger: "button[value=accept]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: ".alert-success",
        },
    ],
});
