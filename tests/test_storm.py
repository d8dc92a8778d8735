"""A light storm of `make storm`: real workers, all kinds of clients, and nothing lost.

Speed is not checked here; see docs/storm.md.
"""

import json
import os
import subprocess

from .conftest import ROOT

DATABASE = "zrm_storm_test"
LIGHT = {
    "DB": DATABASE,
    "CASES": "300",
    "STEPS": "3",
    # Longer than the longest period of a visitor, so that each kind comes.
    "SECONDS_EACH": "10",
    "WARM_UP": "4",
    "ALONE": "0",
    "WORKERS": "2",
}


def test_a_light_storm_loses_nothing():
    done = subprocess.run(
        [ROOT / "scripts" / "storm"],
        env={**os.environ, **LIGHT},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    result_file = ROOT / ".local" / DATABASE / "result.json"
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    result = json.loads(result_file.read_text("utf-8"))
    assert not any(result["check"]["wrong"].values()), result["check"]
    facts = result["check"]["facts"]
    assert facts["of these by form"] and facts["of these by machine"], facts
    # Whoever came while the server was still warming up may have been sent home when
    # the storm began; requests without a reply are repeated by a real client.
    assert facts["without an answer"] <= facts["asked for"] // 5, facts
    for phase in result["phases"]:
        told = phase["failures"], phase["broken"], phase["failures_before"]
        assert not any(told), told
        assert {"operator: list", "track: the case"} <= phase["kinds"].keys()
    assert not result["log"]["severe"], result["log"]
    assert not result["log"]["given_up"], result["log"]
