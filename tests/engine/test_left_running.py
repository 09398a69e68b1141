"""What a command leaves running is found, and what others start meanwhile is not taken for it."""

import os
import signal
import subprocess
import sys

import left_running
import pytest

# it starts another process for each line that it hears, and prints its number
STARTER = """
import subprocess, sys
for _ in sys.stdin:
    print(subprocess.Popen(["sleep", "60"]).pid, flush=True)
"""
# it ends, and leaves one running
LEAVER = "import subprocess; print(subprocess.Popen(['sleep', '60'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).pid)"


@pytest.fixture(autouse=True)
def _short(monkeypatch):
    left_running.adopt_orphans()
    monkeypatch.setattr(left_running, "_SECONDS", 0.1)


@pytest.fixture
def end():
    """Processes that are ended with the test."""
    numbers: list[int] = []
    yield numbers.append
    for number in numbers:
        os.kill(number, signal.SIGKILL)


def test_what_loses_its_parent_is_found(end):
    before = left_running.descendants()
    done = subprocess.run([sys.executable, "-c", LEAVER], capture_output=True, text=True, check=True)
    left = int(done.stdout)
    end(left)
    assert left_running.left_running(elsewhere=before) == {left}
    assert "'name': 'sleep'" in left_running.described([left])
    assert left_running.left_running(besides={left}, elsewhere=before) == set()


def test_what_another_process_starts_meanwhile_is_its_own(end):
    """As a browser does that serves other tests."""
    with subprocess.Popen([sys.executable, "-c", STARTER], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as starter:
        assert starter.stdin is not None
        assert starter.stdout is not None
        before = left_running.descendants()
        assert starter.pid in before
        starter.stdin.write(b"\n")
        starter.stdin.flush()
        started = int(starter.stdout.readline())
        end(started)
        assert left_running.left_running(elsewhere=before) == set()
        assert started in left_running.descendants()
        starter.stdin.close()


def test_what_has_ended_is_not_counted():
    """Though nobody has waited for it yet."""
    with subprocess.Popen(["true"]) as ended:
        os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
        assert ended.pid not in left_running.descendants()
