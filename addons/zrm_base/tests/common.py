"""Users of each role and factories, for this addon's tests and later ones."""

import threading
from contextlib import closing
from itertools import count
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, TransactionCase, get_db_name, new_test_user
from odoo.tools import mute_logger

from ..models.shared.zrm_throttle import TALLY
from ..tools import identity

_serial = count(1)


def make_national_id():
    """A valid national ID that no other test uses."""
    nine = f"{100_000_000 + next(_serial) * 7:09d}"
    return nine + identity.national_id_check_digit(nine)


def make_legal_id():
    """A valid legal ID that no other test uses."""
    ten = f"{1_400_000_000 + next(_serial) * 7:010d}"
    return ten + identity.legal_id_check_digit(ten)


class ZrmFactories:
    """Mixin: makes citizens and relations on ``cls.env``."""

    @classmethod
    def make_citizen(cls, name="مریم احمدی", **vals):
        return cls.env["res.partner"].create({"name": name, "is_citizen": True, **vals})

    @classmethod
    def make_organization(cls, name="شرکت نمونه", **vals):
        return cls.make_citizen(name, citizen_type="organization", **vals)

    @classmethod
    def relate(cls, person, relative, code="parent", **vals):
        """``relative`` becomes the ``code`` (parent, guardian, …) of ``person``."""
        return cls.env["zrm.relation"].create(
            {
                "partner_id": person.id,
                "relative_id": relative.id,
                "type_id": cls.env.ref(f"zrm_base.relation_type_{code}").id,
                **vals,
            }
        )


def make_user(env, login, groups, **vals):
    """A user of these groups; no invitation is mailed."""
    context = {"no_reset_password": True, "tracking_disable": True}
    return new_test_user(env, login, groups=groups, context=context, **vals)


def without_lookup_counts(case):
    """Lets look-ups of a test over HTTP pass uncounted: there a read-only request has no
    second cursor, in which they would be counted."""
    throttle = type(case.env["zrm.throttle"])
    case.startPatcher(patch.object(throttle, "_count_once", lambda *_args: (1, True)))


def in_one_window(case):
    """Lets the throttle count all attempts of a test in one window, also where the hour or the
    day turns meanwhile."""
    patcher = patch.object(
        Registry(get_db_name())["zrm.throttle"],
        "_window",
        lambda _self, seconds: 1_700_000_000 // seconds * seconds,
    )
    patcher.start()
    case.addCleanup(patcher.stop)


def forget_attempts(registry, kinds):
    """Removes what the throttle counted; it counts in transactions of its own.

    :param str kinds: pattern of SQL
    """
    TALLY.forget()
    with registry.cursor() as cr:
        cr.execute("DELETE FROM zrm_throttle WHERE kind LIKE %s", [kinds])


def setup_staff(cls):
    """Users of each role, ``cls.operator`` to ``cls.administrator``, and
    ``cls.clerk``, who is staff without any role."""
    roles = {
        "operator": "zrm_base.group_operator",
        "expert": "zrm_base.group_expert",
        "manager": "zrm_base.group_manager",
        "oversight": "zrm_base.group_oversight",
        "administrator": "zrm_base.group_administrator",
        "confidential": "zrm_base.group_confidential",
        "clerk": "base.group_user",
    }
    for role, group in roles.items():
        setattr(cls, role, make_user(cls.env, f"zrm_{role}", group, name=f"ZRM {role}"))


class ZrmCommon(ZrmFactories, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        setup_staff(cls)


class RaceCase(BaseCase):
    """Concurrent users: real threads, cursors and commits.

    A test must remove what it commits.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())

    def in_threads(self, count, work):
        """Runs ``work(env, barrier)`` in threads of their own; their results
        or the errors they raised."""
        self.assertGreater(count, 1, "a race has at least two that race")
        barrier = threading.Barrier(count)
        results = [None] * count

        def run(position):
            try:
                with closing(self.registry.cursor()) as cr:
                    env = api.Environment(cr, SUPERUSER_ID, {})
                    results[position] = work(env, barrier)
            except Exception as error:
                results[position] = error

        threads = [threading.Thread(target=run, args=(position,)) for position in range(count)]
        # The server holds the registry's lock while it runs tests; requests of
        # other threads would wait for it for ever.
        with (
            mute_logger("odoo.sql_db", "odoo.service.model"),
            patch.object(Registry, "_lock", threading.RLock()),
        ):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(30)
        return results

    def as_requests(self, count, request):
        """Runs ``request(env)`` in threads, all with the snapshot of the same
        moment, and again where the database asks for it, as Odoo's server does."""

        def work(env, barrier):
            waited = []

            def once():
                env.cr.execute("SELECT 1")  # takes the snapshot
                if not waited:
                    waited.append(barrier.wait(10))
                return request(env)

            return retrying(once, env)

        return self.in_threads(count, work)
