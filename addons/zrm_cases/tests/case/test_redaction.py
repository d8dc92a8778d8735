"""The history cannot be changed, except by logged redaction of a text."""

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...const import REDACTED
from ..common import CaseCommon

ALLOWED = "SELECT set_config('zrm.redaction', '1', true)"


@tagged("post_install", "-at_install")
class TestRedaction(CaseCommon):
    def setUp(self):
        super().setUp()
        self.case = self.make_case()
        self.case.event_ids._record(
            [
                {
                    "case_id": self.case.id,
                    "kind": "informed",
                    "text": "شماره ملی او ۰۰۱",
                    "is_public": True,
                }
            ]
        )
        self.event = self.case.event_ids.filtered(lambda event: event.kind == "informed")
        self.env.flush_all()

    def assertRefusedByDatabase(self, statement, *parameters):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(psycopg2.errors.RaiseException, "append-only"),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(statement, parameters)

    def test_the_database_refuses_changes(self):
        number = self.event.id
        self.assertRefusedByDatabase("UPDATE zrm_case_event SET text = 'x' WHERE id = %s", number)
        self.assertRefusedByDatabase(
            "UPDATE zrm_case_event SET kind = 'asked' WHERE id = %s", number
        )
        self.assertRefusedByDatabase("DELETE FROM zrm_case_event WHERE id = %s", number)
        self.assertRefusedByDatabase("TRUNCATE zrm_case_event CASCADE")

    def test_the_setting_opens_nothing_but_the_marker(self):
        number = self.event.id
        self.assertRefusedByDatabase(
            "UPDATE zrm_case_event SET text = %s WHERE id = %s", REDACTED, number
        )
        self.env.cr.execute(ALLOWED)
        self.assertRefusedByDatabase("UPDATE zrm_case_event SET text = 'x' WHERE id = %s", number)
        self.assertRefusedByDatabase("UPDATE zrm_case_event SET text = NULL WHERE id = %s", number)
        self.assertRefusedByDatabase(
            "UPDATE zrm_case_event SET text = %s, is_public = false WHERE id = %s", REDACTED, number
        )
        self.assertRefusedByDatabase("DELETE FROM zrm_case_event WHERE id = %s", number)

    def test_a_case_does_not_go_with_its_story(self):
        with self.assertRaisesRegex(UserError, "never removed"):
            self.case.sudo().unlink()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(psycopg2.errors.ForeignKeyViolation),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute("DELETE FROM zrm_case WHERE id = %s", [self.case.id])

    def test_oversight_redacts_and_says_why(self):
        before = self.event.read(["at", "kind", "user_id", "is_public", "write_date"])[0]
        self.event.with_user(self.oversight)._redact(" شماره ملی شهروند در متن بود ")
        self.assertEqual(self.event.text, REDACTED)
        after = self.event.read(["at", "kind", "user_id", "is_public", "write_date"])[0]
        self.assertEqual(after, before)
        word = self.case.event_ids.filtered(lambda event: event.kind == "redacted")
        self.assertEqual(word.user_id, self.oversight)
        self.assertEqual(word.text, f"شماره ملی شهروند در متن بود (#{self.event.id})")
        self.assertFalse(word.is_public)
        # The exception ends with the redaction.
        self.assertRefusedByDatabase(
            "UPDATE zrm_case_event SET text = %s WHERE id = %s", REDACTED, word.id
        )
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            self.event.sudo().write({"text": "x"})

    def test_others_do_not(self):
        for user in (self.operator, self.expert, self.manager, self.confidential):
            with self.assertRaises(AccessError):
                self.event.with_user(user)._redact("x")
        self.assertNotEqual(self.event.text, REDACTED)

    def test_not_without_a_reason_nor_without_words(self):
        event = self.event.with_user(self.oversight)
        for reason in ("", "  ", None):
            with self.assertRaisesRegex(UserError, "Enter the reason"):
                event._redact(reason)
        registered = self.case.event_ids.filtered(lambda event: not event.text)[:1]
        self.assertTrue(registered)
        with self.assertRaisesRegex(UserError, "no text"):
            registered.with_user(self.oversight)._redact("x")
