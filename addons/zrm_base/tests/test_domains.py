"""What a domain asks about citizens is answered with the asker's own rights."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ZrmCommon, make_national_id, make_user


@tagged("post_install", "-at_install")
class TestDomains(ZrmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = make_national_id()
        cls.account = make_user(cls.env, "zrm_account", "base.group_portal", name="Account")
        cls.citizen = cls.account.partner_id
        cls.citizen.write(
            {
                "is_citizen": True,
                "identity_number": cls.number,
                "phone": "09123330011",
                "street": "کوچه پنهان",
                "is_confidential": True,
            }
        )
        cls.file = (
            cls.env["ir.attachment"]
            .with_user(cls.account)
            .sudo()
            .create({"name": "mine.txt", "raw": b"x", "public": True})
        )
        cls.vendor = cls.env["res.partner"].create({"name": "Vendor"})
        cls.vendor._message_subscribe(cls.citizen.ids)

    def guesses(self):
        """Pairs of conditions on the citizen: right and wrong."""
        return [
            (
                [("national_id", "=like", self.number[:3] + "%")],
                [("national_id", "=like", "9" + self.number[:3] + "%")],
            ),
            ([("phone_sanitized", "like", "3330011")], [("phone_sanitized", "like", "3330019")]),
            ([("street", "like", "پنهان")], [("street", "like", "آشکار")]),
            (["!", ("phone", "like", "333")], ["!", ("phone", "like", "444")]),
            ([("street", "not like", "پنهان")], [("street", "not like", "آشکار")]),
        ]

    def answer(self, Model, domain):
        try:
            return Model.search_count(domain)
        except AccessError:
            return "refused"

    def assertLearnsNothing(self, model, record, *ways):
        """A right guess and a wrong one give the same."""
        for user in (self.clerk, self.operator):
            Model = self.env[model].with_user(user)
            for way in ways:
                for right, wrong in self.guesses():
                    answers = [
                        self.answer(Model, [("id", "=", record.id), *way(guess)])
                        for guess in (right, wrong)
                    ]
                    self.assertEqual(*answers, (user.login, way(right)))

    @staticmethod
    def through(path):
        """The guess as a dotted path."""
        return lambda guess: [
            term if isinstance(term, str) else (path + term[0], *term[1:]) for term in guess
        ]

    def test_files_tell_nothing_about_who_sent_them(self):
        self.assertLearnsNothing(
            "ir.attachment",
            self.file,
            self.through("create_uid.partner_id."),
            self.through("create_uid."),
            lambda guess: [("create_uid", "any", [("partner_id", "any", guess)])],
            lambda guess: [("create_uid.partner_id", "any", guess)],
            lambda guess: [("create_uid.partner_id", "not any", guess)],
            lambda guess: [("id", "any", [("create_uid.partner_id", "any", guess)])],
        )

    def test_groups_of_files_tell_nothing(self):
        domain = [
            ("id", "=", self.file.id),
            ("create_uid.partner_id.national_id", "=like", self.number[:2] + "%"),
        ]
        Attachment = self.env["ir.attachment"].with_user(self.clerk)
        for search in (
            lambda: Attachment.formatted_read_group(domain, [], ["__count"]),
            lambda: Attachment.search_read(domain, ["name"], limit=1),
            lambda: Attachment.web_search_read(domain, {"name": {}}),
        ):
            with self.assertRaises(AccessError):
                search()

    def test_followers_tell_nothing(self):
        self.assertLearnsNothing(
            "res.partner",
            self.vendor,
            self.through("message_partner_ids."),
            lambda guess: [("message_partner_ids", "any", guess)],
            lambda guess: [("message_partner_ids", "not any", guess)],
        )

    def test_users_tell_nothing(self):
        self.assertLearnsNothing(
            "res.users",
            self.account,
            lambda guess: guess,
            self.through("partner_id."),
            lambda guess: [("partner_id", "any", guess)],
        )

    def test_dotted_paths_from_anywhere_are_refused(self):
        guess = ("=like", self.number[:3] + "%")
        for model, path in (
            ("mail.message", "author_id.national_id"),
            ("mail.followers", "partner_id.national_id"),
            ("res.company", "partner_id.national_id"),
            ("res.users", "national_id"),
            ("zrm.unit", "manager_id.partner_id.national_id"),
            ("zrm.relation", "partner_id.national_id"),
            ("zrm.identity.correction", "partner_id.national_id"),
        ):
            for user in (self.operator, self.oversight):
                with self.assertRaises(AccessError, msg=path):
                    self.env[model].with_user(user).search([(path, *guess)])

    def test_what_core_finds_is_found_as_before(self):
        Attachment = self.env["ir.attachment"].with_user(self.clerk)
        for domain in (
            [("create_uid", "=", self.account.id)],
            [("create_uid.name", "=", "Account")],
            [("create_uid", "any", [("login", "=", "zrm_account")])],
            [("name", "=", "mine.txt")],
        ):
            self.assertEqual(Attachment.search(domain), self.file, domain)
        follows = self.env["res.partner"].with_user(self.clerk)
        by_id = [("message_partner_ids", "in", self.citizen.ids)]
        self.assertEqual(follows.search(by_id), self.vendor)

    def test_who_may_open_the_file_asks_about_it(self):
        found = (
            self.env["ir.attachment"]
            .with_user(self.confidential)
            .search([("create_uid.partner_id.street", "like", "پنهان")])
        )
        self.assertEqual(found, self.file)
        Users = self.env["res.users"].with_user(self.confidential)
        self.assertEqual(Users.search([("street", "like", "پنهان")]), self.account)
