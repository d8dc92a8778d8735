"""How many different things were counted: a few are held in memory, so that not each of them
costs a round trip to the database that all processes share.

While less than half of a limit is used up, a process holds up to :data:`HELD` things back and
writes them down together; from there on each at once. So a single process is exact, and
several together let pass at most ``HELD`` more for each further process.
"""

from threading import Lock

HELD = 7
# Keys that are remembered; more are those of windows that have passed.
MOST_KEYS = 2000


class Tally:
    """The counts of one process. Safe for threads."""

    def __init__(self):
        self._keys = {}
        self._lock = Lock()

    def add(self, key, thing, limit):
        """Counts a thing, if that can be done here.

        :param key: hashable; who counts what in which window
        :param int limit: what the count is compared with; 0 to hold nothing back
        :return: ``(count, is_new, ())``, or ``(None, True, things)``: write these down, the
            last of them is this one, and call :meth:`written`

        >>> tally = Tally()
        >>> tally.add("ali", 1, 60), tally.add("ali", 2, 60), tally.add("ali", 1, 60)
        ((1, True, ()), (2, True, ()), (1, False, ()))
        >>> [tally.add("ali", thing, 60)[0] for thing in range(3, 8)]
        [3, 4, 5, 6, 7]
        >>> tally.add("ali", 8, 60)
        (None, True, (1, 2, 3, 4, 5, 6, 7, 8))
        >>> tally.written("ali", range(1, 9), {1: 1, 8: 8}, 8)
        >>> tally.add("ali", 8, 60), tally.add("ali", 9, 60), tally.add("ali", 9, 10)
        ((8, False, ()), (9, True, ()), (9, False, ()))
        >>> tally.add("ali", 10, 10), tally.add("sara", 1, 0)
        ((None, True, (9, 10)), (None, True, (1,)))
        """
        with self._lock:
            if key not in self._keys and len(self._keys) >= MOST_KEYS:
                self._keys.clear()
            places, held, count = self._keys.setdefault(key, ({}, [], [0]))
            if thing in places:
                return places[thing], False, ()
            if thing in held:
                return count[0] + held.index(thing) + 1, False, ()
            if len(held) < HELD and 2 * (count[0] + len(held) + 1) <= limit:
                held.append(thing)
                return count[0] + len(held), True, ()
            return None, True, (*held, thing)

    def written(self, key, things, places, count):
        """These things, which were given to write down, stand in the database.

        :param dict places: the how many-eth each of them is, where that is remembered
        :param int count: of all different things, also of other processes
        """
        with self._lock:
            known, held, counted = self._keys.setdefault(key, ({}, [], [0]))
            known.update(places)
            held[:] = [thing for thing in held if thing not in things]
            counted[0] = count

    def forget(self):
        """Forgets everything, as after a restart."""
        with self._lock:
            self._keys.clear()
