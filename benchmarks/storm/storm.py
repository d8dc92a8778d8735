"""The clients: each kind alone first, then all together, step by step upward.

Started by scripts/storm in an environment that has locust; writes one line of
JSON for each phase to the file that ``STORM_PHASES`` names.
"""

from gevent import monkey

monkey.patch_all()

import json  # noqa: E402
import os  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402

import gevent  # noqa: E402
import psutil  # noqa: E402
from citizens import Reporter, Tracker  # noqa: E402
from locust.env import Environment  # noqa: E402
from machines import Machine  # noqa: E402
from operators import Operator  # noqa: E402
from report import DROWNED  # noqa: E402
from tally import Tally  # noqa: E402

# What comes along with one registration a second, in visits a second.
BESIDE = {Operator: 0.5, Tracker: 0.25}
# Of all registrations, so many come by the public form, the others by machines.
BY_FORM = 0.5
# Seconds; longer than the longest period, so that all have come.
WARM_UP = float(os.environ["WARM_UP"])
# Visits a second, of one kind at a time, to see what each costs.
ALONE = {Machine: 4, Reporter: 1, Tracker: 3, Operator: 4}


def phase(env, title, rates, seconds):
    """Lets each kind of visitor come at its rate, and measures once all are there.

    :param dict rates: class -> visits a second
    """
    for kind in env.user_classes:
        kind.fixed_count = round(rates.get(kind, 0) * kind.period)
    env.runner.start(sum(kind.fixed_count for kind in env.user_classes), spawn_rate=100)
    gevent.sleep(WARM_UP)
    env.tally.begin()
    gevent.sleep(seconds)
    result = {"title": title, **env.tally.end()}
    env.runner.stop()
    return result


def main():
    env = Environment(user_classes=[Reporter, Tracker, Machine, Operator], stop_timeout=60)
    env.create_local_runner()
    roots = {"clients": psutil.Process()}
    for name in ("server", "postgres"):
        if pid := os.environ[f"STORM_{name.upper()}"]:
            roots[name] = psutil.Process(int(pid))
    env.tally = Tally(env, roots)
    seconds = float(os.environ["SECONDS_EACH"])
    with Path(os.environ["STORM_PHASES"]).open("a") as file:

        def write(result):
            file.write(json.dumps(result) + "\n")
            file.flush()
            kinds = {name: round(kind["median"]) for name, kind in result["kinds"].items()}
            print(result["title"], result["registered"], kinds, file=sys.stderr)

        # Staff sign in, and each worker reads its templates for the first time.
        phase(env, "warming up", dict.fromkeys(ALONE, 2), WARM_UP)
        for kind in ALONE if os.environ["ALONE"] == "1" else ():
            alone = phase(env, f"{kind.__name__} alone", {kind: ALONE[kind]}, min(seconds, 10))
            write({**alone, "alone": kind.__name__})
        for rate in map(float, os.environ["STEPS"].split()):
            rates = {Reporter: rate * BY_FORM, Machine: rate * (1 - BY_FORM)}
            rates |= {kind: rate * share for kind, share in BESIDE.items()}
            result = phase(env, f"{rate:g} a second", rates, seconds)
            result["asked"] = rate
            write(result)
            if sum(result["registered"].values()) < DROWNED * rate * result["seconds"]:
                break
    env.runner.quit()


main()
