"""Runs a machine of steps under one seed."""

from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from .steps import Machine


def tell(world, number, stories, steps, is_simplified=False, machine=Machine):
    """Tells random stories.

    :param World world: in which they happen
    :param int number: the seed; the same one tells the same stories
    :param int stories: how many
    :param int steps: how many steps each has
    :param bool is_simplified: whether a failing story is made as short as it gets
    :param machine: what may happen in them
    :raise AssertionError: with the story that broke something
    """
    phases = (Phase.generate, Phase.shrink) if is_simplified else (Phase.generate,)

    def story():
        return type("Story", (machine,), {"world": world})()

    run_state_machine_as_test(
        seed(number)(story),
        settings=settings(
            max_examples=stories,
            stateful_step_count=steps,
            phases=phases,
            database=None,
            deadline=None,
            print_blob=False,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
            verbosity=Verbosity.quiet,
        ),
    )
