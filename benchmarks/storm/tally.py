"""What the requests of one phase took, and who was busy meanwhile."""

import time
from collections import Counter, defaultdict

import psutil
from ledger import LEDGER


class Tally:
    """Counts from :meth:`begin` to :meth:`end`; failures in between as well.

    :param env: locust's environment
    :param dict roots: name -> process, whose computing time is counted with that of
        its descendants
    """

    def __init__(self, env, roots):
        self.roots = roots
        self.failures, self.broken = Counter(), Counter()
        self.begin()
        env.events.request.add_listener(self.on_request)

    def begin(self):
        self.before = {**self.failures, **self.broken}
        self.times, self.failures = defaultdict(list), Counter()
        # Visits that went through by class, and why others did not.
        self.visits, self.broken, self.failed = Counter(), Counter(), Counter()
        self.started, self.answered = time.monotonic(), Counter(LEDGER.answered)
        self.computed, self.machine = self.computing(), psutil.cpu_times()

    def on_request(self, name, response_time, exception, **_rest):
        self.times[name].append(response_time)
        if exception:
            self.failures[f"{name}: {exception}"] += 1
            self.failed[name] += 1

    def computing(self):
        return {name: computing_time(process) for name, process in self.roots.items()}

    def end(self):
        """:return: dict of the phase; times in milliseconds, ``cores`` in seconds of
        computing per second"""
        seconds = time.monotonic() - self.started
        computed, machine = self.computing(), psutil.cpu_times()
        idle = machine.idle - self.machine.idle + machine.iowait - self.machine.iowait
        cores = {name: (computed[name] - self.computed[name]) / seconds for name in computed}
        cores["others"] = max(psutil.cpu_count() - idle / seconds - sum(cores.values()), 0)
        return {
            "seconds": seconds,
            "registered": dict(LEDGER.answered - self.answered),
            "visits": dict(self.visits),
            "kinds": {name: self.kind(name, seconds) for name in sorted(self.times)},
            "failures": dict(self.failures),
            "broken": dict(self.broken),
            "failures_before": self.before,
            "cores": cores,
        }

    def kind(self, name, seconds):
        times = sorted(self.times[name])
        return {
            "count": len(times),
            "per_second": len(times) / seconds,
            "median": times[len(times) // 2],
            "p95": times[min(len(times) * 95 // 100, len(times) - 1)],
            "worst": times[-1],
            "failed": self.failed[name],
        }


def computing_time(process):
    """Seconds that a process and its descendants have computed, ended ones included."""
    total = 0
    for one in (process, *process.children(recursive=True)):
        try:
            times = one.cpu_times()
        except psutil.NoSuchProcess:
            continue  # counted by its parent now
        total += times.user + times.system + times.children_user + times.children_system
    return total
