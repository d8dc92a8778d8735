"""Random stories of public money; `make fuzz SEED=… STEPS=…` tells others, and more."""

import logging
import os
import unittest
from importlib.util import find_spec

from odoo.tests import freeze_time, tagged

from .town import Town
from .world import START, World

_logger = logging.getLogger(__name__)

# What `make test` tells: the same stories each time. `make fuzz` tells longer ones.
SEED, STORIES, RULES_A_STORY, LONG = 137, 300, 6, 30


@tagged("post_install", "-at_install")
@unittest.skipUnless(find_spec("hypothesis"), "hypothesis is missing: requirements-dev.txt")
class TestStateful(Town):
    """Whatever order the verbs come in, the books are right after each."""

    def test_random_stories(self):
        from odoo.addons.zrm_cases.tests.stateful.run import tell  # needs hypothesis

        from .steps_of_years import Machine

        seed = int(os.environ.get("ZRM_FUZZ_SEED") or SEED)
        is_fuzz = bool(os.environ.get("ZRM_FUZZ_STEPS"))
        rules = LONG if is_fuzz else RULES_A_STORY
        steps = int(os.environ.get("ZRM_FUZZ_STEPS") or STORIES * rules)
        is_simplified = bool(os.environ.get("ZRM_FUZZ_SIMPLIFY"))
        with freeze_time(START) as clock:
            world = World(self, clock)
            try:
                tell(world, seed, max(steps // rules, 1), rules, is_simplified, Machine)
            finally:
                _logger.info("Seed %s: %s", seed, world.report())
        # Nothing broke, and it was no empty story.
        self.assertGreater(world.taken, steps // 2)
        self.assertLess(world.refused, world.taken // 2)
