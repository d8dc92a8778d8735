"""Makes the city that tests/test_crash.py kills; read by `scripts/odoo shell`.

Prints the data that the test needs as one line of JSON.
"""

import json
import os
from datetime import timedelta

from odoo import fields

env = env(context={**env.context, "no_reset_password": True, "tracking_disable": True})  # noqa: F821
set_param = env["ir.config_parameter"].set_param
# Many reports from one address within an hour are the point here.
for what in ("begun", "sent", "files"):
    set_param(f"zrm_portal.limit_{what}", "1000000")
env.company.email = "city@zrm.example"

roles = {"machine": "operator", "manager": "manager", "importer": "administrator"}
users = {
    login: env["res.users"].create(
        {
            "name": login,
            "login": login,
            "email": f"{login}@zrm.example",
            "notification_type": "email",
            "group_ids": [(4, env.ref(f"zrm_base.group_{role}").id)],
        }
    )
    for login, role in roles.items()
}
city = env["zrm.unit"].create({"name": "City", "code": "CRASH"})
unit = env["zrm.unit"].create(
    {
        "name": "Gutters",
        "code": "CRASH-1",
        "parent_id": city.id,
        "manager_id": users["manager"].id,
        "member_ids": [(6, 0, users["machine"].ids)],
    }
)
subject = env["zrm.subject"].create(
    {"name": "Gutter", "code": "CRASH", "process_id": env["zrm.process"]._default_process().id}
)
env["zrm.routing.rule"].create({"subject_id": subject.id, "unit_id": unit.id})
# The shape in which the shipped examples put it: a gateway as it is set at first.
env["zrm.sms.gateway"].create(
    {
        "name": "Line",
        "sender": "30001234",
        "method": "GET",
        "url": f"{os.environ['GATEWAY_URL']}/send",
        "body_kind": "query",
        "body": "receptor={number}\nmessage={text}\nlocalid={id}",
        "success_where": "return.status",
        "success_values": "200",
        "message_id_where": "entries.*.messageid",
        "timeout": 5,
    }
)
quiet = env["res.partner"].create(
    {"name": "Wants no messages", "is_citizen": True, "preferred_channel": "none"}
)
tomorrow = fields.Datetime.now() + timedelta(days=1)
facts = {
    "subject": subject.id,
    "nature": subject._natures()[:1].id,
    "channel": env.ref("zrm_base.channel_api").id,
    "letter": env.ref("zrm_base.channel_letter").id,
    "manager": users["manager"].id,
    "quiet_citizen": quiet.id,
    "keys": {
        login: env["res.users.apikeys"].with_user(user)._generate("rpc", "crash", tomorrow)
        for login, user in users.items()
    },
}
env.cr.commit()
print("CITY " + json.dumps(facts), flush=True)  # noqa: T201
