import { Component, onWillUpdateProps, useRef, useState } from "@odoo/owl";
import { useDebounced } from "@web/core/utils/timing";

const DELAY = 200;

/**
 * One box in which something is found as it is typed. Arrows and Enter choose;
 * an Enter that comes before the answer chooses the first when it is there, unless
 * that one merely resembles what was typed (`isSure` of the item is false).
 */
export class Finder extends Component {
    static template = "zrm_cases.Finder";
    static props = {
        id: String,
        label: String,
        placeholder: { type: String, optional: true },
        hotkey: { type: String, optional: true },
        value: String,
        search: Function,
        pick: Function,
        clear: Function,
        fail: Function,
        typed: { type: Function, optional: true },
        ltr: { type: Boolean, optional: true },
        slots: Object,
    };

    setup() {
        this.state = useState({ text: this.props.value, items: [], active: -1, open: false });
        this.root = useRef("root");
        this.turn = 0;
        this.waiting = false;
        this.pickOnArrival = false;
        this.typing = false;
        this.lookUpSoon = useDebounced(this.lookUp, DELAY);
        onWillUpdateProps((next) => {
            // Typing on discards the choice; the text stays.
            const isTypedOver = this.typing && !next.value;
            if (next.value !== this.props.value && !isTypedOver) this.close(next.value);
        });
    }

    onInput(ev) {
        this.state.text = ev.target.value;
        this.waiting = this.typing = true;
        this.pickOnArrival = false;
        this.props.typed?.(this.state.text);
        if (this.props.value) this.props.clear();
        this.lookUpSoon(this.state.text);
    }

    async lookUp(text) {
        const turn = ++this.turn;
        let items = [];
        if (text.trim()) {
            try {
                items = await this.props.search(text);
            } catch (error) {
                this.props.fail(error);
            }
        }
        // Outdated answers are ignored.
        if (turn !== this.turn || text !== this.state.text) return;
        this.waiting = false;
        Object.assign(this.state, {
            items,
            active: items.length && items[0].isSure !== false ? 0 : -1,
            open: Boolean(text.trim()),
        });
        if (this.pickOnArrival && this.state.active === 0) this.choose(0);
        this.pickOnArrival = false;
    }

    onKeydown(ev) {
        const { open, items, active } = this.state;
        if (ev.key === "Enter" && !ev.ctrlKey && (this.waiting || (open && items.length))) {
            if (this.waiting) this.pickOnArrival = true;
            else if (active >= 0) this.choose(active);
        } else if (ev.key === "ArrowDown" && open && items.length) {
            this.state.active = (active + 1) % items.length;
        } else if (ev.key === "ArrowUp" && open && items.length) {
            this.state.active = (Math.max(active, 0) - 1 + items.length) % items.length;
        } else if (ev.key === "Escape" && open) {
            this.state.open = false;
        } else {
            // Tab chooses an unambiguous result.
            if (ev.key === "Tab" && open && items.length === 1 && active === 0) this.choose(0);
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
    }

    onBlur() {
        this.state.open = false;
    }

    choose(index) {
        const item = this.state.items[index];
        this.props.typed?.("");
        this.close(this.state.text);
        this.props.pick(item);
    }

    close(text) {
        this.turn++;
        this.waiting = this.typing = false;
        this.lookUpSoon.cancel();
        Object.assign(this.state, { text, items: [], active: -1, open: false });
    }
}
