"""Nobody learns the name of a confidential file by putting it where core shows names."""

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ZrmCommon, make_user


@tagged("post_install", "-at_install")
class TestNaming(ZrmCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.citizen = cls.make_citizen("مریم احمدی")
        cls.secret = cls.make_citizen("پنهان", is_confidential=True)
        cls.contacts = make_user(
            cls.env, "zrm_contacts", "zrm_base.group_operator,base.group_partner_manager"
        )

    def attempts(self, user, file):
        """What an employee may do with contacts, with this file as the contact."""
        env = self.env(user=user, su=False)
        own, several = user.partner_id.with_env(env), [Command.set(file.ids)]
        here = {"body": "x", "model": "res.partner"}
        channels = env["discuss.channel"]
        return {
            "notify": lambda: own.message_notify(body="x", subject="x", partner_ids=file.ids),
            "compose": lambda: env["mail.compose.message"].create(
                {**here, "res_ids": str(own.ids), "author_id": file.id}
            ),
            "compose by default": lambda: (
                env["mail.compose.message"]
                .with_context(default_author_id=file.id)
                .create({**here, "res_ids": str(own.ids)})
            ),
            "recipients": lambda: env["mail.compose.message"].create(
                {**here, "res_ids": str(own.ids), "partner_ids": several}
            ),
            "channel": lambda: channels.create({"name": "x"}).add_members(partner_ids=file.ids),
            "member": lambda: env["discuss.channel.member"].create(
                {"channel_id": channels.create({"name": "x"}).id, "partner_id": file.id}
            ),
            "group": lambda: channels._create_group(partners_to=file.ids, name="x"),
        }

    def attempts_of_operators(self, user, file):
        citizen = self.citizen.with_user(user)
        return {"post": lambda: citizen.message_post(body="x", partner_ids=file.ids)}

    def attempts_of_contact_managers(self, user, file):
        env = self.env(user=user, su=False)
        vendor = self.env["res.partner"].create({"name": "Vendor"}).with_env(env)
        here = {"body": "x", "model": "res.partner", "res_id": vendor.id}
        later = {**here, "scheduled_date": "2050-01-01 00:00:00"}
        Message = env["mail.message"]
        return {
            "post": lambda: vendor.message_post(body="x", partner_ids=file.ids),
            "message": lambda: Message.create({**here, "partner_ids": [Command.link(file.id)]}),
            "later": lambda: env["mail.scheduled.message"].create({**later, "author_id": file.id}),
            "in charge": lambda: vendor.write({"user_id": self.account_of(file).id}),
            "bank": lambda: env["res.partner.bank"].create(
                {"acc_number": "1", "partner_id": file.id}
            ),
        }

    def account_of(self, file):
        return file.user_ids or make_user(
            self.env, f"zrm_account_{file.id}", "base.group_portal", partner_id=file.id
        )

    def assertRefused(self, attempts, role):
        for name, attempt in attempts.items():
            with self.subTest(role=role, attempt=name), self.assertRaises(AccessError):
                attempt()

    def assertNamed(self, file, attempts):
        """Each attempt puts the file where core shows its name, as without us."""
        for name, attempt in attempts.items():
            with self.subTest(attempt=name):
                before = self.names_of(file)
                attempt()
                self.assertGreater(self.names_of(file), before)

    def names_of(self, file):
        """How many records of core name the file."""
        self.env.flush_all()
        return sum(
            self.env[model].search_count([(field, "in", file.ids)])
            for model, field in (
                ("mail.message", "partner_ids"),
                ("mail.compose.message", "author_id"),
                ("mail.compose.message", "partner_ids"),
                ("mail.scheduled.message", "author_id"),
                ("discuss.channel.member", "partner_id"),
                ("res.partner", "user_id.partner_id"),
                ("res.partner.bank", "partner_id"),
            )
        )

    def test_a_confidential_file_is_not_named(self):
        for role in ("clerk", "operator", "expert", "manager", "contacts"):
            user = getattr(self, role)
            self.assertRefused(self.attempts(user, self.secret), role)
            if role != "clerk":
                self.assertRefused(self.attempts_of_operators(user, self.secret), role)
        self.assertRefused(
            self.attempts_of_contact_managers(self.contacts, self.secret), "contacts"
        )

    def test_it_is_not_written_later_either(self):
        message = self.citizen.with_user(self.operator).message_post(body="x")
        with self.assertRaises(AccessError):
            message.write({"partner_ids": [Command.link(self.secret.id)]})

    def test_other_contacts_are_as_in_core(self):
        for file in (self.citizen, self.env["res.partner"].create({"name": "Somebody"})):
            for user in (self.clerk, self.contacts):
                self.assertNamed(file, self.attempts(user, file))
            self.assertNamed(file, self.attempts_of_contact_managers(self.contacts, file))

    def test_who_may_see_it_names_it(self):
        for user in (self.confidential, self.oversight):
            self.assertNamed(self.secret, self.attempts(user, self.secret))

    def test_a_confidential_citizen_keeps_the_own_account(self):
        account = make_user(self.env, "zrm_account", "base.group_user", name="پنهان")
        account.partner_id.write({"is_citizen": True, "is_confidential": True})
        attempts = self.attempts(account, account.partner_id)
        own = ("notify", "compose", "recipients", "group")
        self.assertNamed(account.partner_id, {name: attempts[name] for name in own})
