"""Times and queries of a piece of work, ours and theirs in turns."""

import gc
import statistics
import time
from dataclasses import dataclass, field


@dataclass
class Side:
    """One system that does the work: a function for each piece of it.

    ``call`` takes the number of the round; the env is that of the function.
    """

    env: object
    call: object
    records: int = 1  # that one call makes; times and queries are per record
    times: list = field(default_factory=list)
    queries: list = field(default_factory=list)
    hits: int = 0

    def run(self, number, *, counts):
        """Once, with an empty record cache and what a commit would add; undone."""
        env = self.env
        env.cr.rollback()
        env.invalidate_all()
        before, started = env.cr.sql_log_count, time.perf_counter()
        found = self.call(number)
        env.flush_all()
        env.cr.precommit.run()
        took = (time.perf_counter() - started) * 1000
        if counts:
            self.times.append(took / self.records)
            self.queries.append((env.cr.sql_log_count - before) / self.records)
            self.hits += bool(found)
        env.cr.rollback()

    def result(self):
        return {
            "ms": round(statistics.median(self.times), 2),
            "worst_ms": round(max(self.times), 1),
            "queries": round(statistics.median(self.queries), 2),
            "found": f"{self.hits}/{len(self.times)}",
        }


def in_turns(sides, rounds):
    """Results of each side by name; the first round warms up and does not count.

    What generators left in this process is kept out of Python's garbage collection: the more
    they made, the longer each collection would take, and no server has that.

    :param dict sides: name -> Side
    """
    gc.collect()
    gc.freeze()
    for number in range(rounds + 1):
        for side in sides.values():
            side.run(number, counts=number > 0)
    return {name: side.result() for name, side in sides.items()}
