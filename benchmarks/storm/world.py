"""What the clients know of the organization; made by make_world.py."""

import json
import os
import random
from pathlib import Path

WORLD = json.loads(Path(os.environ["STORM_WORLD"]).read_text("utf-8"))
SURNAMES = sorted({person[0].split()[-1] for person in WORLD["people"]})
FIRST_NAMES = sorted({person[0].split()[0] for person in WORLD["people"]})
# The first subjects are brought far more often than the last, as in life.
_WEIGHTS = [1 / (rank + 1) ** 0.7 for rank in range(len(WORLD["subjects"]))]


def subject():
    return random.choices(WORLD["subjects"], _WEIGHTS)[0]


def address():
    """A public IPv4 address, as nginx would hand it on."""
    return f"{random.randint(11, 99)}.{random.getrandbits(8)}.{random.getrandbits(8)}.7"


def place():
    """Region and street of a matter."""
    street = f"خیابان {random.choice(SURNAMES)}، کوچه {random.randint(1, 60)}"
    return {"region_id": random.choice(WORLD["regions"]), "address": street}


def newcomer():
    """Somebody who is not on file yet: name and phone."""
    name = f"{random.choice(FIRST_NAMES)} {random.choice(SURNAMES)}"
    return name, f"0935{random.randrange(10**7):07d}"


def picture(side=90):
    """A small picture as a phone sends it (a PNG of noise, 24 kB)."""
    import struct
    import zlib

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = b"".join(b"\0" + random.randbytes(3 * side) for _row in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows, 1))
        + chunk(b"IEND", b"")
    )
