// Lint of the addons' JavaScript: ESLint's own rules, no plugins.
//
// The tools live in the user's cache (scripts/get_node --dev), not beside this
// file, so what ESLint brings along is resolved from the running program.
import { createRequire } from "node:module";

const require = createRequire(process.argv[1]);
const js = require("@eslint/js");
const globals = require("globals");

export default [
    { ignores: ["**/static/lib/**", "**/node_modules/**"] },
    js.configs.recommended,
    {
        files: ["**/*.js"],
        languageOptions: {
            ecmaVersion: "latest",
            // Everything in static/src is a module, with or without the old
            // /** @odoo-module **/ mark. What `import … from "@odoo/owl"`
            // means is Odoo's matter.
            sourceType: "module",
            globals: {
                ...globals.browser,
                luxon: "readonly",
                odoo: "readonly",
            },
        },
        linterOptions: { reportUnusedDisableDirectives: "error" },
        rules: {
            curly: ["error", "multi-line"],
            eqeqeq: ["error", "always", { null: "ignore" }],
            "no-console": ["error", { allow: ["warn", "error"] }],
            "no-eval": "error",
            "no-implied-eval": "error",
            "no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
            "no-var": "error",
            "object-shorthand": "error",
            "prefer-const": "error",
            "prefer-template": "error",
        },
    },
];
