"""A small city, its people, and what they do in the stories.

Citizens act on the pages, staff by the actions as themselves; the scheduled actions work
off the real queues, and mails go to a real mail server. Time stands still until a story
sets it with :meth:`FlowCase.it_is`.
"""

import html
import re
from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from odoo.addons.zrm_cases.tests.mail_sink import MailSink

from ..common import VisitorCase

# An hour into a working day of 8 to 16 UTC.
MONDAY = "2026-11-16 09:00"

ZAHRA, ALI, SARA = "zahra@zrm.example", "ali@zrm.example", "sara@zrm.example"
# Name and last digits of the telephone of the people in the stories.
PEOPLE = {
    ZAHRA: ("زهرا کریمی", "4433"),
    ALI: ("علی رضایی", "4434"),
    SARA: ("سارا محمدی", "4435"),
}


def spaced(text):
    """The text with single spaces, as people read it."""
    return re.sub(r"\s+", " ", text)


class FlowCase(VisitorCase):
    """City (mayor, deputy) over a district (head) over the unit of the experts; beside the
    district roads and inspection; oversight, and people for confidential matters."""

    @classmethod
    def setUpClass(cls):
        # One clock that is set: to freeze time anew takes a second each time.
        frozen = freeze_time(MONDAY)
        cls.clock = frozen.start()
        cls.addClassCleanup(frozen.stop)
        super().setUpClass()
        cls._hire()
        cls._found_city()
        cls.judged_subject = cls._subject("تعمیر پیاده‌رو", "T-J", cls._judged_process())
        cls.inspected_subject = cls._subject("رفتار کارکنان", "T-I", cls._inspected_process())
        cls.env["ir.config_parameter"].set_param("zrm_base.citizen_lang", "en_US")
        cls.env.company.email = "137@city.example"
        cls.mails = MailSink()
        cls.addClassCleanup(cls.mails.stop)
        cls.env["ir.mail_server"].search([]).active = False
        cls.env["ir.mail_server"].create(
            {
                "name": "sink",
                "smtp_host": "127.0.0.1",
                "smtp_encryption": "none",
                "smtp_port": cls.mails.port,
            }
        )
        server = type(cls.env["ir.mail_server"])
        cls.startClassPatcher(
            patch.object(server, "_disable_send", classmethod(lambda _server: False))
        )

    @classmethod
    def _hire(cls):
        env = cls.env
        secret = "zrm_base.group_confidential"
        people = {
            "mayor": "zrm_base.group_manager",
            "head": "zrm_base.group_manager",
            "road_manager": "zrm_base.group_manager",
            "deputy": "zrm_base.group_expert",
            "inspector": "zrm_base.group_expert",
            "keeper": f"zrm_base.group_expert,{secret}",
            "guardian": f"zrm_base.group_oversight,{secret}",
        }
        quiet = env["res.users"].with_context(no_reset_password=True, tracking_disable=True)
        users = quiet.create(
            [
                {
                    "login": f"flow_{name}",
                    "name": f"The {name}",
                    "group_ids": [(6, 0, [env.ref(group).id for group in groups.split(",")])],
                }
                for name, groups in people.items()
            ]
        )
        for name, user in zip(people, users, strict=True):
            setattr(cls, name, user)
        # Staff are notified in Odoo; the mails of a story are those to citizens.
        staff = env["res.users"].search([("share", "=", False)])
        staff.notification_type = "inbox"

    @classmethod
    def _found_city(cls):
        make = cls.env["zrm.unit"].create
        cls.city.write({"manager_id": cls.mayor.id, "member_ids": [(6, 0, cls.deputy.ids)]})
        cls.area = make(
            {"name": "ناحیه", "code": "F-D", "parent_id": cls.city.id, "manager_id": cls.head.id}
        )
        cls.unit.parent_id = cls.area
        cls.roads = cls.other_unit
        cls.roads.manager_id = cls.road_manager
        cls.roads_expert = cls.outsider
        cls.inspection = make(
            {
                "name": "بازرسی",
                "code": "F-I",
                "parent_id": cls.city.id,
                "member_ids": [(6, 0, cls.inspector.ids)],
            }
        )

    @classmethod
    def _subject(cls, name, code, process):
        subject = cls.subject.copy({"name": name, "code": code, "process_id": process.id})
        cls.env["zrm.routing.rule"].create({"subject_id": subject.id, "unit_id": cls.unit.id})
        return subject

    @classmethod
    def _judged_process(cls):
        """From in hand to the higher unit, which approves, and only then to the citizen."""
        process = cls.process.copy({"code": "flow_judged"})
        steps = {step.name: step for step in process.step_ids}
        steps["approval"] = cls.env["zrm.process.step"].create(
            {
                "name": "approval",
                "process_id": process.id,
                "stage_id": steps["open"].stage_id.id,
                "sequence": steps["open"].sequence,
                "responsible": "parent",
                "needs_approval": True,
                "hours": 8,
            }
        )
        steps["open"].next_step_ids = steps["waiting"] | steps["approval"] | steps["rejected"]
        steps["approval"].next_step_ids = steps["open"] | steps["answered"] | steps["rejected"]
        (steps["answered"] | steps["closed"]).responsible = "handler"
        process.active = True
        cls.judged_steps = steps
        return process

    @classmethod
    def _inspected_process(cls):
        process = cls.process.copy({"code": "flow_inspected"})
        steps = {step.name: step for step in process.step_ids}
        steps["open"].write({"needs_approval": True, "approval_unit_id": cls.inspection.id})
        process.active = True
        cls.inspected_steps = steps
        return process

    def setUp(self):
        super().setUp()
        self._set_clock(MONDAY)
        self.mails.taken.clear()
        self.callers, self.csrf = {}, None

    # ------------------------------------------------------------------
    # Time and the scheduler
    # ------------------------------------------------------------------

    def it_is(self, moment):
        """Sets the clock; the scheduled actions run as they do every minute."""
        self._set_clock(moment)
        self.minutes_pass()

    def _set_clock(self, moment):
        self.clock.move_to(moment)
        self.env.cr._now = datetime.fromisoformat(moment)

    def minutes_pass(self):
        """Each scheduled action that is ours runs, then the mail queue."""
        for name in ("cron_deadlines", "ir_cron_silence", "ir_cron_approvals", "ir_cron_notices"):
            self.run_job(f"zrm_cases.{name}")
        self.run_job("mail.ir_cron_mail_scheduler_action")

    def run_job(self, name):
        self.env.flush_all()
        with mute_logger("odoo.addons.base.models.ir_cron", "odoo.addons.mail.models.mail_mail"):
            self.env.ref(name).method_direct_trigger()
        self.env.invalidate_all()

    # ------------------------------------------------------------------
    # Staff
    # ------------------------------------------------------------------

    def by(self, user, record):
        """The record as this user has it in a new request."""
        return self.seen_by(user, record)

    def case_in_hand(self, expert=None, **vals):
        """A case registered by telephone that an expert has taken."""
        case = self.make_case(**vals)
        case = self.by(expert or self.expert, case)
        case.action_take()
        case.action_move(case.step_id._following("open")[:1].id)
        return case

    def assertResponsible(self, case, unit, user=None, told=None, words=""):
        """This unit, and this expert if any, has the case; who is told has a task for it."""
        self.env.invalidate_all()
        case = case.sudo()
        self.assertEqual((case.unit_id, case.user_id), (unit, user or self.env["res.users"]))
        self.assertOneOpenLeg(case)
        if told:
            tasks = case.activity_ids.filtered(lambda task: words in (task.summary or ""))
            self.assertIn(told, tasks.user_id, case.activity_ids.mapped("summary"))

    def assertBarred(self, case, *users):
        """These people may do nothing with the case."""
        for user in users:
            with self.subTest(barred=user.name):
                mine = self.by(user, case)
                self.assertFalse(user in case.sudo().activity_ids.user_id, "has a task")
                self.assertIn(user, case.sudo().excluded_user_ids)
                with self.assertRaises(UserError), mute_logger("odoo.addons.base.models.ir_rule"):
                    mine.action_take()

    # ------------------------------------------------------------------
    # Citizens
    # ------------------------------------------------------------------

    def citizen_reports(self, subject=None, where=None, details=None, **who):
        """A visitor reports on the web; the case, empty if they joined another one."""
        self.begin(subject)
        self.details(**(details or {}))
        self.fill("where", **(where or {"region_id": self.lane.id, "address": "کوچه نهم"}))
        channel = "email" if who.get("email") else "none"
        self.who(**{"lang": "en_US", "preferred_channel": channel, **who})
        self.last_page = self.words(self.send())
        return self.sent_case()

    def reported(self, address=ZAHRA, subject=None, **file):
        """One of the people calls, and the desk registers."""
        if address not in self.callers or file:
            name, number = PEOPLE[address]
            data = {"name": name, "phone": f"0912555{number}", "email": address, "lang": "en_US"}
            data["preferred_channel"] = "email"
            self.callers[address] = self.make_citizen(**{**data, **file})
        return self.make_case(
            partner_id=self.callers[address].id, subject_id=(subject or self.subject).id
        )

    def answered(self, address=ZAHRA, **file):
        """As :meth:`reported`, and the expert answers."""
        case = self.reported(address, **file)
        mine = self.by(self.expert, case)
        mine.action_take()
        mine.action_move(self.steps["open"].id)
        mine.action_answer("جوی لایروبی شد")
        return case

    def leaves(self):
        """Closes the browser: what follows is done by somebody without a session."""
        self.opener.cookies.clear()
        self.csrf = None

    def post(self, path, page, files=None, **form):
        """As from a page that this browser has open."""
        if not self.csrf:
            text = self.url_open(page).text
            self.csrf = re.search(r'name="csrf_token" value="([^"]+)"', text).group(1)
        return self.url_open(path, data={"csrf_token": self.csrf, **form}, files=files)

    def page_of(self, case, proof):
        """What who has this code and these digits reads."""
        self.env.flush_all()
        self.env.invalidate_all()
        return self.words(self.track(case.sudo().number, proof))

    def does(self, case, verb, **form):
        """Somebody with the case's page open uses a button of it; what they read then."""
        self.env.flush_all()
        page = self.words(self.verb(case.sudo(), verb, **form))
        self.env.invalidate_all()
        return page

    @staticmethod
    def code(case):
        """The tracking code as people read it."""
        return spaced(case.sudo().number_spaced)

    @staticmethod
    def words(page):
        """What somebody reads on a page."""
        return spaced(html.unescape(re.sub(r"<[^>]+>", " ", page.text.split("<main>")[-1])))

    def link_in(self, mail):
        """The path of the verdict page in a mail."""
        return re.search(r"/zrm/verdict/[\w-]+", mail).group(0)

    # ------------------------------------------------------------------
    # What citizens hear
    # ------------------------------------------------------------------

    def heard(self, address):
        """The mails that reached this address since the last look, as subject and text."""
        self.minutes_pass()
        mine = [mail for to, mail in self.mails.taken if address in to]
        self.mails.taken[:] = [entry for entry in self.mails.taken if address not in entry[0]]
        return [self._words_of(mail) for mail in mine]

    @staticmethod
    def _words_of(mail):
        body = mail.get_body(("html", "plain")).get_content()
        links = " ".join(re.findall(r'href="([^"]+)"', body))
        words = html.unescape(re.sub(r"<[^>]+>", " ", body))
        return spaced(f"{mail['Subject']} | {words} {links}")

    def assertHeard(self, address, *expected):
        """Just these mails reached the address since the last look, in this order; each
        has the words."""
        mails = self.heard(address)
        self.assertEqual(len(mails), len(expected), [mail[:80] for mail in mails])
        for mail, words in zip(mails, expected, strict=True):
            self.assertIn(spaced(words), mail)
        return mails
