"""What tests that start real servers share."""

import os
import subprocess
import time
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "zrm_e2e"


def free_port():
    return int(subprocess.check_output([ROOT / "scripts" / "free_port"]))


def wait_until_served(url, process, seconds=90):
    """Waits for the server to answer; fails with its output when it dies."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the server ended:\n{process.stdout.read()[-3000:]}")
        try:
            if requests.get(f"{url}/web/health", timeout=5).ok:
                return
        except requests.RequestException:
            pass
        time.sleep(0.2)
    process.kill()
    pytest.fail(f"no answer from {url}:\n{process.stdout.read()[-3000:]}")


@pytest.fixture(scope="session")
def demo_server():
    """What `make run` starts, on another port and database; its address."""
    port = free_port()
    environment = {**os.environ, "DB": DATABASE, "PORT": str(port)}
    subprocess.run(
        [ROOT / "scripts" / "odoo", "db", "drop", DATABASE], check=False, capture_output=True
    )
    process = subprocess.Popen(
        [ROOT / "scripts" / "run"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    url = f"http://127.0.0.1:{port}"
    wait_until_served(url, process, 300)
    yield url
    process.terminate()
    process.wait(30)
