import { Component, useState } from "@odoo/owl";

/** The extra questions of a subject. */
export class Questions extends Component {
    static template = "zrm_cases.QuickQuestions";
    static props = { questions: Array, answers: Object };

    setup() {
        this.answers = useState(this.props.answers);
    }

    /** Numbers and dates are typed in any script and read by the server. */
    isTyped(question) {
        return !["text", "boolean", "selection"].includes(question.type);
    }

    answer(question, value) {
        this.answers[question.name] = value;
    }
}
