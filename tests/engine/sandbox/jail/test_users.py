"""A user for each sandbox: high and at random, or one of the few that a namespace maps."""

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.sandbox.jail import users


def test_each_sandbox_gets_a_user_that_nobody_is():
    """High, at random; and by root only."""
    given = {users.new_user() for _ in range(50)}
    assert len(given) == 50
    assert min(given) >= 1_000_000_000
    child = "import os; from autograder.sandbox.jail import users; os.setresuid(1000, 1000, 1000); print(users.new_user())"
    assert _python(child) == "None"


def test_where_few_users_exist_one_is_taken_that_has_no_process(monkeypatch):
    """As in a user namespace that maps 65,536 of them."""
    monkeypatch.setattr(users, "_ids", lambda: range(65_500, 65_503))
    monkeypatch.setattr(users, "_users_of_processes", lambda: {65_500, 65_502, 0})
    assert {users.new_user() for _ in range(20)} == {65_501}


@pytest.mark.parametrize(
    ("mapped", "expected"),
    [
        ("0 0 4294967295", 1_000_000_000), ("0 100000 65536", 61_530), ("0 0 1", 0),
        ("1000 1000 1", 0), ("0 1000 1\n1 100000 65536", 61_530), ("0 1000 1\n1 100000 60000", 0),
    ],
)  # fmt: skip
def test_the_users_that_a_namespace_maps(monkeypatch, tmp_path, mapped, expected):
    """All of them, a container's 65,536, or only one's own."""
    for name in ("uid_map", "gid_map"):
        (tmp_path / name).write_text(mapped)
    monkeypatch.setattr(users, "Path", lambda path: tmp_path / Path(path).name if "_map" in path else Path(path))
    ids = users._ids.__wrapped__()
    assert ids.start == expected
    assert bool(ids) == (expected != 0)


def _python(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()
