"""The memory of real processes: what they have of their own, and what they share with nobody's name on it."""

import contextlib
import mmap
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from autograder.limits import Limits
from autograder.sandbox import process_memory, watch


@contextlib.contextmanager
def child(work):
    """A process that has done some work, and waits to be ended."""
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        kept = work()
        os.write(writer, b"." if kept is not None else b"?")
        time.sleep(30)
        os._exit(0)
    os.close(writer)
    os.read(reader, 1)
    os.close(reader)
    yield process
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def filled(megabytes):
    return bytearray(os.urandom(1 << 20)) * megabytes


def test_what_a_process_has_beyond_what_it_inherited_is_counted():
    """Roughly while that is little, and exactly where it is much: then there is something to do between two.

    Asked in a process that inherits little: memory in common, which the other tests' process may have mapped, is not
    mapped in its children.
    """
    asked = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_process_memory import child, filled, process_memory
looks = []
with child(lambda: filled(20)) as small, child(lambda: filled(400)) as large:
    inherited = process_memory.own_kb()
    print(process_memory.used_mb([small], inherited, lambda: looks.append(1)), len(looks))
    print(process_memory.used_mb([small, large], inherited, lambda: looks.append(1)), len(looks))
"""
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    rough, looks_before, exact, looks = map(float, done.stdout.split())
    assert 15 < rough < 60
    assert looks_before == 0
    assert exact > 400
    assert looks == 2


def test_where_nothing_exact_is_told_there_is_a_bound(monkeypatch):
    """Of a copy it is what the copy has touched itself."""
    monkeypatch.setattr(process_memory, "_exact_kb", lambda _process: 0)
    with child(lambda: filled(400)) as large:
        inherited = process_memory.own_kb()
        assert 390 < process_memory.used_mb([large], inherited) < 460


def test_memory_in_common_is_counted_once_and_whole():
    """By whoever has it mapped; a file in /dev/shm is a file."""
    common = mmap.mmap(-1, 32 << 20)
    with child(lambda: common) as first, child(lambda: common) as second:
        assert process_memory.shared_mb([first, second]) == process_memory.shared_mb([first]) >= 32


def test_a_process_that_is_gone_uses_nothing():
    """And nobody minds."""
    with child(lambda: 1) as process:
        pass
    assert process_memory.used_mb([process], 0) == 0
    assert process_memory.shared_mb([process]) == 0
    assert watch.state(process) == b""
    assert watch.own_seconds(process) == 0.0


def test_more_than_the_limit_beyond_doubt():
    """A tenth, and 64 MB for pages that are shared with other sandboxes."""
    limits = Limits(memory_mb=100)
    assert not process_memory.is_over(100 * 1.1 + 64, limits)
    assert process_memory.is_over(175.0, limits)
