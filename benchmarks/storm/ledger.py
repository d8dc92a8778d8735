"""What was sent and what was answered, so that it can be held against the database.

One line for each word of a conversation, written before the next one begins:
``asked`` a registration goes out, ``told`` its tracking
code came back.
"""

import os
from collections import Counter
from pathlib import Path


class Ledger:
    def __init__(self, path):
        self.file = Path(path).open("a", buffering=1, encoding="utf-8")  # noqa: SIM115
        self.told = Counter()

    def note(self, word, way, reference, code=""):
        """:param str word: ``asked`` or ``told``
        :param str way: ``form`` or ``machine``
        """
        self.told[way] += word == "told"
        self.file.write(f"{word}\t{way}\t{reference}\t{code}\n")


LEDGER = Ledger(os.environ["STORM_LEDGER"])
