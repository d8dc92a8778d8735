"""Random stories in a small city; `make fuzz SEED=… STEPS=…` tells others, and more."""

import logging
import os
import unittest
from importlib.util import find_spec

from odoo.tests import TransactionCase, freeze_time, tagged

from .city import City
from .world import START, World

_logger = logging.getLogger(__name__)

# What `make test` tells: the same stories each time. A sixth of the steps are rare ones that
# are left out when they are drawn.
SEED, STEPS, STEPS_A_STORY = 137, 6000, 60


@tagged("post_install", "-at_install")
@unittest.skipUnless(find_spec("hypothesis"), "hypothesis is missing: requirements-dev.txt")
class TestStateful(TransactionCase):
    """In every order of events what must always hold does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.city = City(cls.env)

    def test_random_stories(self):
        from .run import tell  # needs hypothesis

        seed = int(os.environ.get("ZRM_FUZZ_SEED") or SEED)
        steps = int(os.environ.get("ZRM_FUZZ_STEPS") or STEPS)
        is_simplified = bool(os.environ.get("ZRM_FUZZ_SIMPLIFY"))
        with freeze_time(START) as clock:
            world = World(self.city, clock)
            try:
                tell(world, seed, max(steps // STEPS_A_STORY, 1), STEPS_A_STORY, is_simplified)
            finally:
                _logger.info("Seed %s: %s", seed, world.report())
        # Nothing broke, and it was no empty story.
        self.assertGreater(world.taken, steps * 2 // 3)
        self.assertLess(world.refused, world.taken // 2)
