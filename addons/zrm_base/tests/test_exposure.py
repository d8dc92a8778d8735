import inspect
from collections import defaultdict

from odoo.exceptions import AccessError, MissingError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ZrmCommon, make_user
from .exposure import exposure, methods_of, stated

# From the one who may least; each may what those before may.
ROLES = ("portal", "employee", "operator", "expert", "manager", "oversight", "administrator")
# Members of the confidential group; none of the roles has it by itself.
BESIDE = "confidential"
# For methods that only return the action of a screen; its own rights apply there.
SCREEN = "screen"


@tagged("post_install", "-at_install")
class TestExposure(ZrmCommon):
    """What can be reached by RPC is written down in each addon's exposure.toml."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.city = cls.env["zrm.unit"].create({"name": "شهر"})
        cls.users = {
            "portal": make_user(cls.env, "zrm_visitor", "base.group_portal"),
            "employee": cls.clerk,
            "operator": cls.operator,
            "expert": cls.expert,
            "manager": cls.manager,
            "oversight": cls.oversight,
            "administrator": cls.administrator,
        }

    maxDiff = None

    def test_nothing_is_exposed_that_is_not_written_down(self):
        for addon, models in exposure(self.env).items():
            known = stated(addon)
            self.assertEqual(sorted(models), sorted(known), f"models in exposure.toml of {addon}")
            for model, entry in models.items():
                for part, real in entry.items():
                    told = known[model].get(part, {})
                    # Of methods, the names: their roles are stated, not found.
                    pair = (real, told) if part != "methods" else (sorted(real), sorted(told))
                    self.assertEqual(*pair, f"{part} of {model}; scripts/exposure writes it anew")
                self.assertLessEqual(known[model].keys(), entry.keys(), model)

    def test_what_is_typed_into_a_dialog_is_its_authors_alone(self):
        """Odoo gives temporary records to all who may open such a dialog: words of a draft, or
        scores before they are handed in."""
        open_to_others = [
            name
            for models in exposure(self.env).values()
            for name in models
            if name in self.env
            and self.env[name].is_transient()
            and not self.env["ir.rule"].search(
                [
                    ("model_id.model", "=", name),
                    ("groups", "=", False),
                    ("domain_force", "=", "[('create_uid', '=', user.id)]"),
                ]
            )
            and name.startswith("zrm.")
        ]
        self.assertFalse(open_to_others)

    def test_methods_refuse_who_may_less(self):
        """Of each public method, all users below the lowest role that is stated."""
        let_in = defaultdict(list)
        for addon in exposure(self.env):
            for model, entry in stated(addon).items():
                for method, role in entry.get("methods", {}).items():
                    is_group = "." in role and self.env.ref(role)
                    self.assertTrue(
                        is_group or role in (*ROLES, BESIDE, SCREEN), f"{model}.{method}"
                    )
                    for lower in self.below(role):
                        if not self.is_refused(model, method, self.users[lower]):
                            let_in[f"{model}.{method}"].append(lower)
        self.assertFalse(dict(let_in))

    def test_what_only_opens_a_screen_does_only_that(self):
        for addon in exposure(self.env):
            for model, entry in stated(addon).items():
                for method, role in entry.get("methods", {}).items():
                    if role != SCREEN:
                        continue
                    try:
                        with self.env.cr.savepoint():
                            result = self.call(model, method, self.administrator)
                    except (AccessError, KeyError, ValueError):
                        continue
                    self.assertIsInstance(result, dict, f"{model}.{method}")
                    self.assertTrue(result["type"].startswith("ir.actions."), f"{model}.{method}")

    @staticmethod
    def below(role):
        """The roles that a method of this role refuses; a group of another privilege is no
        rung of the ladder, and so refuses all of them."""
        if role == SCREEN:
            return ()
        return ROLES if role == BESIDE or "." in role else ROLES[: ROLES.index(role)]

    def call(self, model, method, user):
        """A call by this user on any record there is, with plausible arguments."""
        Model = self.env[model].with_user(user).sudo(False)
        record = Model
        if not Model._abstract:
            record = Model.sudo().search([], limit=1).sudo(False) or Model.browse(1)
        bound = getattr(record, method)
        given = {"reason": "x", "question": "x", "unit_id": self.city.id}
        return bound(
            *(
                given.get(name)
                for name, parameter in inspect.signature(bound).parameters.items()
                if parameter.default is parameter.empty
                and parameter.kind is parameter.POSITIONAL_OR_KEYWORD
            )
        )

    def is_refused(self, model, method, user):
        """Whether the call ends with an AccessError, or would if there were a record."""
        rights = self.env[model].with_user(user)
        with mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"):
            try:
                with self.env.cr.savepoint():
                    self.call(model, method, user)
            except AccessError:
                return True
            except MissingError:
                return not rights.has_access("read")
            except Exception:  # pylint: disable=broad-except
                return False
        return False

    def test_methods_are_found_in_the_registry(self):
        """The enumeration itself: a public method of ours is found, one of core is not."""
        found = methods_of(self.env, "res.partner")
        self.assertIn("action_reveal_identity", found)
        self.assertNotIn("name_search", found)
        self.assertNotIn("_find_citizens", found)
