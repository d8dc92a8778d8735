"""A small city in a database of commit 77241d2, of which test_upgrade.py keeps a dump.

Read by `scripts/odoo shell` of that commit (see scripts/make_upgrade_dump), so it
speaks the words of that commit: cases at every turn, a report that is not sent yet,
notices that went out and that wait, roles, settings, a case of the past, a gateway.
"""

from odoo.addons.zrm_cases.const import OURS

env = env(context={**env.context, "tracking_disable": True, "no_reset_password": True})  # noqa: F821
get = env.ref
env["res.lang"]._activate_lang("fa_IR")


def user(login, group):
    return env["res.users"].create(
        {
            "name": login,
            "login": f"{login}@old.example",
            "email": f"{login}@old.example",
            "group_ids": [(6, 0, [get("base.group_user").id, get(f"zrm_base.group_{group}").id])],
        }
    )


roles = ("operator", "expert", "manager", "oversight", "administrator", "confidential")
people = {role: user(role, role) for role in roles}
second = user("second", "expert")

city = env["zrm.unit"].create(
    {"name": "شهرداری", "code": "OLD-0", "manager_id": people["oversight"].id}
)
unit = env["zrm.unit"].create(
    {
        "name": "خدمات شهری",
        "code": "OLD-1",
        "parent_id": city.id,
        "manager_id": people["manager"].id,
        "member_ids": [(6, 0, [people["expert"].id, second.id, people["operator"].id])],
        "assignment": "balanced",
    }
)
subject = get("zrm_cases.subject_unclassified")
env["zrm.routing.rule"].create({"subject_id": subject.id, "unit_id": unit.id})
region = env["zrm.region"].create({"name": "ناحیه یک", "code": "OLD-R1"})

citizen = env["res.partner"].create(
    {
        "name": "مریم احمدی",
        "is_citizen": True,
        "phone": "09120007788",
        "email": "maryam@old.example",
        "lang": "fa_IR",
        "told_by": "email",
    }
)
neighbour = env["res.partner"].create(
    {"name": "رضا کریمی", "is_citizen": True, "phone": "09120007799", "told_by": "none"}
)


def intake(number, **vals):
    values = {
        "partner_id": citizen.id,
        "channel_id": get("zrm_base.channel_phone").id,
        "nature_id": get("zrm_cases.nature_request").id,
        "subject_id": subject.id,
        "region_id": region.id,
        "name": f"جوی گرفته است {number}",
        "description": "آب در کوچه جمع شده",
        "external_ref": f"OLD-{number}",
        **vals,
    }
    return env["zrm.case"]._intake([values])


def go(case, state):
    """Along the process to the next step of that state, whatever lies between."""
    case = case.sudo()
    case.write({"remedy_sought": "لایروبی", "address": "کوچه نهم"})
    case._enter(case.process_id.step_ids.filtered(lambda step: step.state == state)[:1])
    return case


def answer(case):
    case = go(case, "open")
    case.answer = "جوی لایروبی شد."
    case._enter(case.process_id.step_ids.filtered(lambda step: step.state == "answered")[:1])
    case._tell("answered", text=case.answer, is_public=True)
    return case


new = intake(1)
opened = go(intake(2), "open")
waiting = go(intake(3), "open")
waiting._tell("asked", text="نشانی دقیق را بنویسید.", is_public=True)
answered = answer(intake(4))
accepted = answer(intake(5))
accepted._accept_answer(5, "سپاس")
objected = answer(intake(6))
objected._object_to_answer("هنوز گرفته است", 2)
merged = intake(7)
merged.action_merge(opened.id)
told = intake(8)
told._tell("told", text="کار شبانه انجام می‌شود.", is_public=True)
joined = intake(9)
joined._join(neighbour)
env["zrm.case"]._intake_past(
    [
        {
            "channel_id": get("zrm_base.channel_letter").id,
            "nature_id": get("zrm_cases.nature_complaint").id,
            "subject_id": subject.id,
            "name": "نامهٔ قدیمی",
            "external_ref": "OLD-PAST",
            "received_at": "2024-05-01 08:00:00",
            "closed_at": "2024-05-09 08:00:00",
        }
    ]
)
env["zrm.case.callback"].sudo().create({"case_id": answered.id, "stars": 4, "word": "خوب بود"})

# A report that a visitor has begun and not sent.
draft = env["zrm.case.draft"]._begin(subject, get("base.public_user"))
draft._keep("details", {"name": "چراغ خاموش است", "description": "سه شب است"})
draft._pass("details")

# Some notices went to the mail queue; what comes after these still waits.
env["zrm.case.notice"].search([("state", "=", "waiting")])._send()
env["mail.mail"].search([("state", "=", "outgoing")]).write({"state": "cancel"})
env["zrm.mail.handover"].create({"mail_number": 1, "recipients": "x" * 64, "state": "sent"})
late = intake(10)

parameters = env["ir.config_parameter"]
parameters.set_param("zrm_cases.quiet_hours", "22-7")
parameters.set_param("zrm_cases.silence_days", "12")
parameters.set_param("zrm_cases.limit_begun", "77")
env.company.write({"zrm_mail_subject_id": subject.id})
# What people made of the screens themselves.
env["ir.filters"].create(
    {
        "name": "اعتراض‌ها",
        "model_id": "zrm.case",
        "domain": "[('objection_count', '>', 0), ('is_past', '=', False)]",
        "user_ids": [(6, 0, [people["manager"].id])],
    }
)
assert OURS is not None
env.flush_all()
env.cr.postcommit.clear()
env.cr.commit()
