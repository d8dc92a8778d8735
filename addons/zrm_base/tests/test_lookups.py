"""A masked number is not found out by looking up many."""

from threading import current_thread
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ZrmCommon, forget_attempts, in_one_window, make_national_id, make_user


@tagged("post_install", "-at_install")
class TestLookups(ZrmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number = make_national_id()
        cls.citizen = cls.make_citizen("سارا یوسفی", identity_number=cls.number)

    def setUp(self):
        super().setUp()
        in_one_window(self)
        forget_attempts(self.registry, "identity.%")

    def limit(self, count):
        self.env["ir.config_parameter"].set_param("zrm_base.identity_lookups", count)
        self.startPatcher(patch.object(type(self.env["zrm.access.log"]), "_log_lookups"))

    def startPatcher(self, patcher):
        self.logged = patcher.start()
        self.addCleanup(patcher.stop)

    def test_one_number_per_query_whatever_operator(self):
        self.limit(60)
        Partner = self.env["res.partner"].with_user(self.operator)
        Relation = self.env["zrm.relation"].with_user(self.operator)
        numbers = [make_national_id() for _number in range(400)] + [self.number]
        for operator in ("=", "=ilike", "ilike", "like", "=like"):
            for name in ("identity_number", "citizen_lookup"):
                if name == "citizen_lookup" and operator not in ("=", "ilike"):
                    continue
                terms = [(name, operator, number) for number in numbers]
                with self.assertRaises(AccessError, msg=operator):
                    Partner.search_count(["|"] * 400 + terms)
                terms = [(f"relative_id.{name}", operator, number) for number in numbers]
                with self.assertRaises(AccessError, msg=operator):
                    Relation.search_count(["|"] * 400 + terms)
        with self.assertRaises(AccessError):
            Partner.search_count([("citizen_lookup", "in", numbers)])
        with self.assertRaises(AccessError):
            Partner.search_count(
                [
                    (
                        "id",
                        "any",
                        ["|", *[("identity_number", "=", number) for number in numbers[:2]]],
                    )
                ]
            )

    def test_one_number_from_other_models_by_any_path(self):
        self.limit(60)
        one, two = make_national_id(), make_national_id()
        paths = [("partner_id.{}", "relative_id.{}"), ("partner_id.{}", "partner_id.{}")]
        for model in ("zrm.relation", "res.users", "mail.message", "ir.attachment", "res.partner"):
            Model = self.env[model].with_user(self.operator)
            if model == "res.users":
                paths = [("partner_id.{}", "create_uid.partner_id.{}")]
            elif model == "res.partner":
                paths = [("parent_id.{}", "child_ids.{}"), ("{}", "parent_id.{}")]
            elif model != "zrm.relation":
                paths = [("create_uid.partner_id.{}", "write_uid.partner_id.{}")]
            for first, second in paths:
                for name in ("identity_number", "citizen_lookup"):
                    first_path, second_path = first.format(name), second.format(name)
                    for domain in (
                        ["|", (first_path, "=", one), (second_path, "=", two)],
                        [(first_path, "=", one), (second_path, "not in", [two])],
                        ["|", *self.nested(first_path, one), *self.nested(second_path, two)],
                    ):
                        with (
                            self.subTest(model=model, domain=domain),
                            self.assertRaisesRegex(AccessError, "one at a time"),
                        ):
                            Model.search_count(domain)
                    Model.search_count(["|", (first_path, "=", one), (second_path, "=", one)])

    def nested(self, path, number):
        """The same as a condition within conditions."""
        field, _dot, rest = path.partition(".")
        return [(field, "any", self.nested(rest, number))] if rest else [(field, "=", number)]

    def test_the_system_looks_up_many(self):
        numbers = [self.number, make_national_id()]
        found = self.env["res.partner"].search([("identity_number", "in", numbers)])
        self.assertEqual(found, self.citizen)

    def test_beyond_the_limit_of_an_hour_it_is_refused_and_logged(self):
        self.limit(5)
        Partner = self.env["res.partner"].with_user(self.operator)
        for _time in range(5):
            Partner.search_count([("identity_number", "=", make_national_id())])
        late = make_national_id()
        for _again in range(2):
            with self.assertRaisesRegex(AccessError, "5 different identity numbers"):
                Partner.search_count([("identity_number", "=", late)])
        with self.assertRaises(AccessError):
            Partner._find_citizens(make_national_id())
        with self.assertRaises(AccessError):
            Partner._find_or_register({"name": "x", "identity_number": make_national_id()})
        with self.assertRaises(AccessError):
            self.citizen.with_user(self.operator).identity_number = make_national_id()
        self.logged.assert_called_once()
        # Others go on, and so do names and telephone numbers.
        self.assertTrue(self.citizen.with_user(self.expert).search([("id", "=", self.citizen.id)]))
        self.env["res.partner"].with_user(self.expert)._find_citizens(self.number)
        self.assertEqual(Partner._find_citizens("سارا یوسفی"), self.citizen)
        self.assertFalse(Partner._find_citizens("09120001122"))
        Partner._find_citizens("johnson smith")

    def test_the_same_number_counts_once(self):
        self.limit(2)
        Partner = self.env["res.partner"].with_user(self.operator)
        for _key in range(20):
            self.assertEqual(Partner._find_citizens(self.number), self.citizen)

    def test_what_was_rolled_back_counts(self):
        self.limit(2)
        Partner = self.env["res.partner"].with_user(self.operator)
        for _time in range(2):
            savepoint = self.env.cr.savepoint()
            Partner.search_count([("identity_number", "=", make_national_id())])
            savepoint.close(rollback=True)
        with self.assertRaises(AccessError):
            Partner.search_count([("identity_number", "=", make_national_id())])

    def test_a_look_up_is_counted_in_one_round_trip(self):
        throttle, sent = self.env["zrm.throttle"], []
        hooks = [lambda _cr, *query: sent.append(query)]
        with patch.object(current_thread(), "query_hooks", hooks, create=True):
            self.assertEqual(throttle._count_once("identity.test", "1", "2", 86400), (1, True))
            self.assertEqual(len(sent), 1)
            self.assertEqual(throttle._count_once("identity.test", "1", "3", 86400), (2, True))
            self.assertEqual(len(sent), 2)
            self.assertEqual(throttle._count_once("identity.test", "1", "2", 86400), (1, False))

    def test_all_but_a_number_finds_those_without_one(self):
        nobody = self.make_citizen("بی‌شماره")
        both = [("id", "in", (self.citizen | nobody).ids)]
        Partner = self.env["res.partner"].with_user(self.operator)
        domain = [*both, ("identity_number", "!=", self.number)]
        self.assertEqual(Partner.search(domain), nobody)
        self.assertEqual(
            Partner.search([*both, ("identity_number", "=", self.number)]), self.citizen
        )

    def test_who_may_have_the_numbers_goes_on_but_is_logged(self):
        self.limit(3)
        for user in (self.confidential, self.administrator):
            Partner = self.env["res.partner"].with_user(user)
            for _time in range(4):
                Partner.search_count([("identity_number", "=", make_national_id())])
        self.assertEqual(self.logged.call_count, 2)

    def test_the_entry_is_for_oversight(self):
        user = make_user(self.env, "zrm_asker", "zrm_base.group_operator", name="Asker")
        with self.enter_registry_test_mode():
            self.env["zrm.access.log"].with_user(user)._log_lookups(61)
        entry = (
            self.env["zrm.access.log"]
            .with_user(self.oversight)
            .search([("kind", "=", "lookup")], limit=1)
        )
        self.assertEqual(
            (entry.user_id, entry.detail), (user, "61 different numbers within an hour")
        )

    def test_keys_are_salted_by_installation(self):
        throttle = self.env["zrm.throttle"]
        before = throttle._digest("track.code", "123")
        self.assertEqual(before, throttle._digest("track.code", "123"))
        self.env["ir.config_parameter"].set_param("database.secret", "another")
        self.assertNotEqual(before, throttle._digest("track.code", "123"))
