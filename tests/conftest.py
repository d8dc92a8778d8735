"""What tests that start real servers share."""

import os
import subprocess
import threading
import time
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "zrm_e2e"
# How long anything may take to come about by itself, in seconds.
PATIENCE = 90


def free_port():
    return int(subprocess.check_output([ROOT / "scripts" / "free_port"]))


def pause(seconds):
    """Lets others work, where nothing tells when to look again."""
    threading.Event().wait(seconds)


def wait_for(what, condition, seconds=PATIENCE, meanwhile=None):
    """Waits until ``condition()`` is true and returns what it gave; once a second
    does ``meanwhile()``."""
    deadline, next_time = time.monotonic() + seconds, 0
    while time.monotonic() < deadline:
        if result := condition():
            return result
        if meanwhile and time.monotonic() > next_time:
            meanwhile()
            next_time = time.monotonic() + 1
        pause(0.1)
    raise AssertionError(f"waited {seconds} s in vain for {what}")


def answer_of(url, timeout=5, **options):
    """The answer to a GET; None when nobody is there."""
    try:
        return requests.get(url, timeout=timeout, **options)
    except requests.RequestException:
        return None


def wait_until_served(url, process, seconds=90):
    """Waits for the server to answer; fails with its output when it dies."""

    def served():
        assert process.poll() is None, "the server ended"
        answer = answer_of(f"{url}/web/health")
        return answer is not None and answer.ok

    try:
        wait_for(f"an answer from {url}", served, seconds)
    except AssertionError as error:
        process.kill()
        pytest.fail(f"{error}:\n{process.stdout.read()[-3000:]}")


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
