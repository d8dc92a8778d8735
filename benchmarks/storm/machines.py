"""Machines of other organizations that register cases by the API."""

import json
import random
import uuid

import gevent
import world
from ledger import LEDGER
from visitor import RefusedError, Visitor

# Whoever gets no answer asks again; so does one in twenty here, having got one.
AGAIN = 0.05
# Two of its senders have the same message at the same moment.
AT_ONCE = 0.02


class Machine(Visitor):
    """POST /json/2/zrm.case/register, one case at a time, each with a reference of its own."""

    period = 1

    def visit(self):
        reference = f"storm-{uuid.uuid4()}"
        vals = self.vals(reference)
        LEDGER.note("asked", "machine", reference)
        if random.random() < AT_ONCE:
            both = [gevent.spawn(self.register, vals) for _sender in range(2)]
            gevent.joinall(both)
            first, second = (sender.get() for sender in both)
            if first != second:
                raise RefusedError(f"{reference} gave {first} and {second}")
        else:
            first = self.register(vals)
        LEDGER.note("answered", "machine", reference, first)
        if random.random() < AGAIN and self.register(vals, "machine: once more") != first:
            raise RefusedError(f"{reference} was registered again")

    def vals(self, reference):
        name, phone = world.newcomer()
        known = random.random() < 0.5
        if known:
            name, number, phone = random.choice(world.WORLD["people"])
        return {
            "channel_id": world.WORLD["channel"],
            "external_ref": reference,
            "nature_id": random.choice(world.WORLD["natures"]),
            "subject_id": world.subject(),
            **world.place(),
            "name": "چراغ معبر خاموش است",
            "description": "سامانه‌ی روشنایی گزارش می‌دهد: چراغ معبر خاموش است.",
            "citizen": {"name": name, "phone": phone}
            | ({"identity_number": number} if known else {}),
        }

    def register(self, vals, name="machine: register"):
        """The tracking code of the case."""
        answer = self.ask(
            "POST",
            "/json/2/zrm.case/register",
            name,
            expected=(200,),
            headers={"Authorization": f"Bearer {world.WORLD['key']}"},
            json={"vals_list": [vals]},
        )
        return json.loads(answer.text)[0]["number"]
