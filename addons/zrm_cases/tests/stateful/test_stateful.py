"""Random stories in a small city; `make fuzz SEED=… STEPS=…` tells more of them."""

import logging
import os
import unittest
from importlib.util import find_spec

from odoo.tests import TransactionCase, freeze_time, tagged

from .city import City
from .world import START, World

_logger = logging.getLogger(__name__)

# The seeds of `make test`, and how long each of its stories is.
SEEDS = (1, 2)
STEPS_A_STORY = 100
STORIES = 10


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
        from .run import tell

        given = os.environ.get("ZRM_FUZZ_SEED")
        steps = int(os.environ.get("ZRM_FUZZ_STEPS") or STORIES * STEPS_A_STORY)
        with freeze_time(START) as clock:
            for seed in [int(given)] if given else SEEDS:
                with self.subTest(seed=seed):
                    world = World(self.city, clock)
                    try:
                        tell(world, seed, max(steps // STEPS_A_STORY, 1), STEPS_A_STORY)
                    finally:
                        _logger.info("Seed %s: %s", seed, world.report())
