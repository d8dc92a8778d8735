"""Machines register over HTTP, with a key and the rights of an intake operator."""

import json
from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.zrm_base.tests.common import make_national_id, make_user

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestApi(CaseCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.machine = make_user(cls.env, "zrm_machine", "zrm_base.group_operator")
        until = datetime.now() + timedelta(days=1)
        keys = cls.env["res.users.apikeys"].with_user(cls.machine)
        cls.key = keys.sudo()._generate("rpc", "test", until)
        cls.api = cls.env.ref("zrm_base.channel_api")

    def call(self, *vals_list, key=None, **more):
        answer = self.url_open(
            "/json/2/zrm.case/register",
            data=json.dumps({"vals_list": vals_list, **more}),
            headers={
                "Authorization": f"Bearer {key or self.key}",
                "Content-Type": "application/json",
            },
        )
        return answer.status_code, answer.json()

    def vals(self, reference="LIGHT-1", **vals):
        citizen = {"name": "زهرا کریمی", "phone": "09125554433"}
        vals = {"external_ref": reference, "channel_id": self.api.id, "citizen": citizen, **vals}
        return self.intake_vals(partner_id=False, **vals)

    def test_registering_and_asking_again(self):
        status, [reply] = self.call(self.vals())
        self.assertEqual(status, 200, reply)
        case = self.env["zrm.case"].search([("external_ref", "=", "LIGHT-1")])
        self.assertEqual(
            reply, {"id": case.id, "number": case.number, "external_ref": "LIGHT-1", "pin": ""}
        )
        self.assertEqual((case.create_uid, case.channel_id), (self.machine, self.api))
        self.assertOneOpenLeg(case)
        self.assertEqual(self.call(self.vals())[1], [reply])
        _status, both = self.call(self.vals(), self.vals("LIGHT-2"))
        self.assertEqual(both[0], reply)
        self.assertNotEqual(both[1]["number"], reply["number"])

    def test_the_citizen_is_found_by_the_number(self):
        citizen = {"name": "نو", "identity_number": make_national_id()}
        _status, reply = self.call(self.vals("A", citizen=citizen), self.vals("B", citizen=citizen))
        cases = self.env["zrm.case"].browse([one["id"] for one in reply])
        self.assertEqual(len(cases.partner_id), 1)

    def test_the_code_of_what_is_confidential_from_then_on(self):
        self.subject.is_sensitive = True
        status, [reply] = self.call(self.vals())
        self.assertEqual(status, 200, reply)
        case = self.env["zrm.case"].browse(reply["id"])
        self.assertEqual(reply["number"], case.number)
        with self.assertRaises(AccessError):
            case.with_user(self.machine).read(["number"])

    def test_the_pin_of_who_has_no_name(self):
        self.subject.hides_reporter = True
        _status, [reply] = self.call(self.vals())
        case = self.env["zrm.case"].browse(reply["id"])
        self.assertEqual(case.number, reply["number"])
        self.assertEqual(case.sudo().track_pin, reply["pin"])

    def test_what_somebody_else_registered_is_not_told(self):
        self.make_case(external_ref="LIGHT-1", channel_id=self.api.id)
        with mute_logger("odoo.http"):
            status, reply = self.call(self.vals())
        self.assertEqual(status, 422, reply)
        self.assertIn("registered already", reply["message"])
        # Neither by the form of a case.
        vals = self.intake_vals(external_ref="LIGHT-1", channel_id=self.api.id)
        with self.assertRaisesRegex(UserError, "registered already"):
            self.env["zrm.case"].with_user(self.machine).create(vals)

    def test_what_is_wrong_is_said_and_nothing_registered(self):
        before = self.env["zrm.case"].search_count([])
        for odd, words in (
            (self.vals("X", subject_id=0), "needs a subject"),
            (self.vals("X", citizen=False), "Enter the citizen"),
            (self.vals("X", citizen={"name": "x", "phone": "12"}), "no phone number"),
        ):
            with mute_logger("odoo.http"):
                status, reply = self.call(self.vals("fine"), odd)
            self.assertEqual(status, 422, reply)
            self.assertIn(words, reply["message"])
        self.assertEqual(self.env["zrm.case"].search_count([]), before)
        Case = self.env["zrm.case"].with_user(self.machine)
        for odd in ("x", [1], [self.vals()] * 501):
            with self.assertRaises(UserError):
                Case.register(odd)

    def test_what_is_decided_here_cannot_be_sent(self):
        number = "123456789012"
        sent = {"number": number, "state": "closed", "to_unit_id": self.other_unit.id, "id": 1}
        context = {"default_state": "closed", "zrm_handling": True}
        _status, [reply] = self.call(self.vals(**sent), context=context)
        case = self.env["zrm.case"].browse(reply["id"])
        self.assertNotEqual(case.number, number)
        self.assertEqual((case.state, case.unit_id), ("new", self.unit))

    def test_citizens_do_not_register_so(self):
        portal = make_user(self.env, "zrm_portal", "base.group_portal")
        with self.assertRaises(AccessError):
            self.env["zrm.case"].with_user(portal).register([self.intake_vals()])
