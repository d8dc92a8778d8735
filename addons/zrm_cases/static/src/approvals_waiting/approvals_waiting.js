import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { session } from "@web/session";
import { rpcBus } from "@web/core/network/rpc";
import { useBus, useService } from "@web/core/utils/hooks";

// Buttons of these may change what waits.
const MODELS = ["zrm.case", "zrm.case.approval", "zrm.case.act"];

/** How many answers wait for this user's approval; a click lists them. */
export class ApprovalsWaiting extends Component {
    static template = "zrm_cases.ApprovalsWaiting";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ count: session.zrm_approvals_waiting });
        useBus(this.env.bus, "ACTION_MANAGER:UI-UPDATED", () => this.refresh());
        useBus(rpcBus, "RPC:RESPONSE", ({ detail }) => {
            const { model, method } = detail.data.params || {};
            if (MODELS.includes(model) && method?.startsWith("action_")) {
                this.refresh();
            }
        });
    }

    async refresh() {
        this.state.count = await this.orm
            .silent.call("zrm.case.approval", "count_waiting_for_me", []);
    }

    open() {
        this.action.doAction("zrm_cases.zrm_case_approval_action", { clearBreadcrumbs: true });
    }
}

// The server says so for staff who work on cases; others see and ask nothing.
if (session.zrm_approvals_waiting !== undefined) {
    registry
        .category("systray")
        .add("zrm_cases.approvals_waiting", { Component: ApprovalsWaiting }, { sequence: 24 });
}
