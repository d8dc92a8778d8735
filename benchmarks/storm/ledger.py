"""The requests and replies of the storm, for comparison with the database.

One line each, written before the next request: ``asked`` for a registration that is
sent, ``answered`` for its tracking code.
"""

import os
from collections import Counter
from pathlib import Path


class Ledger:
    def __init__(self, path):
        self.file = Path(path).open("a", buffering=1, encoding="utf-8")  # noqa: SIM115
        self.answered = Counter()

    def note(self, kind, source, reference, code=""):
        """:param str kind: ``asked`` or ``answered``
        :param str source: ``form`` or ``machine``
        """
        self.answered[source] += kind == "answered"
        self.file.write(f"{kind}\t{source}\t{reference}\t{code}\n")


LEDGER = Ledger(os.environ["STORM_LEDGER"])
