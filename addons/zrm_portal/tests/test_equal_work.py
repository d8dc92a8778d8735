"""A visitor cannot tell by time whether data fit a file: the same is done either way."""

import re
from collections import Counter
from unittest.mock import patch

from odoo.sql_db import Cursor
from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import make_national_id

from .common import VisitorCase

KIND = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM|SAVEPOINT|RELEASE|SELECT)")
TABLE = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM|FROM)\s+"?(\w+)')


@tagged("post_install", "-at_install")
class TestEqualWork(VisitorCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = make_national_id()
        cls.known = cls.make_citizen(
            "زهرا کریمی", phone="09125554433", identity_number=cls.number, lang="fa_IR"
        )
        cls.unnumbered = cls.make_citizen("زهرا کریمی", phone="09125554434", lang="fa_IR")

    def cost(self, **who):
        """``(citizen, statements)`` of sending a report, as the server sees it."""
        self.report(who=who)
        url = f"{self.path}/send"
        page = self.url_open(url).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)
        done, execute = Counter(), Cursor.execute

        def note(cr, query, *more, **options):
            if kind := KIND.match(text := getattr(query, "code", query)):
                table = TABLE.search(text)
                done[f"{kind[1]} {table[1] if table else ''}"] += 1
            return execute(cr, query, *more, **options)

        with patch.object(Cursor, "execute", note):
            answer = self.url_open(url, data={"csrf_token": token}, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        return self.sent_case().partner_id, done

    def assertSame(self, done, other):
        self.assertEqual((done - other, other - done), (Counter(), Counter()))

    def test_name_and_telephone(self):
        self.cost(phone="09125550001")
        known, done = self.cost(phone="09125554433")
        self.assertEqual(known, self.known)
        other, done_for_other = self.cost(phone="09125550002")
        self.assertNotIn(other, self.known | self.unnumbered)
        self.assertSame(done, done_for_other)
        self.assertGreater(done["INSERT INTO res_partner"], 0)

    def test_with_an_address(self):
        self.known.write({"email": "zahra@example.com", "preferred_channel": "email"})
        given = {"email": "zahra@example.com", "preferred_channel": "email"}
        self.cost(phone="09125550021", **given)
        known, done = self.cost(phone="09125554433", **given)
        self.assertEqual(known, self.known)
        _other, done_for_other = self.cost(phone="09125550022", **given)
        self.assertSame(done, done_for_other)

    def test_an_identity_number(self):
        phones = iter(("09125550011", "09125550012", "09125550013", "09125550014"))
        self.cost(phone=next(phones), identity_number=make_national_id())
        for phone, number, expected in (
            ("09125554433", self.number, self.known),
            ("09125550003", self.number, None),
            ("09125554434", make_national_id(), self.unnumbered),
        ):
            citizen, done = self.cost(phone=phone, identity_number=number)
            if expected:
                self.assertEqual(citizen, expected)
            _other, done_for_other = self.cost(
                phone=next(phones), identity_number=make_national_id()
            )
            with self.subTest(phone=phone, expected=bool(expected)):
                self.assertSame(done, done_for_other)

    def test_nothing_is_left_of_the_file_that_was_given_up(self):
        before = self.env["res.partner"].with_context(active_test=False).search_count([])
        known, _done = self.cost(phone="09125554433")
        self.assertEqual(known, self.known)
        after = self.env["res.partner"].with_context(active_test=False).search_count([])
        self.assertEqual(before, after)
