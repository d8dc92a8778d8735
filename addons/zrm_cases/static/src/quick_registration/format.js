import { user } from "@web/core/user";
import { _t } from "@web/core/l10n/translation";

/** A number in the reader's own digits. */
export function digits(number) {
    return number.toLocaleString(user.lang || "en");
}

export function ageText(age) {
    return age ? _t("%s years", digits(age)) : "";
}
