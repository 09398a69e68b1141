"""Many machines: a node that dies takes nothing with it, and a poisonous submission harms nobody else."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from parts import FAILS, notebook, right
from processes import members

from autograder import packing
from autograder.report import Report

# it names its process, so that the test can find it from outside, and waits to be found
POISON = "import ctypes, time\nctypes.CDLL(None).prctl(15, b'poison', 0, 0, 0)\ntime.sleep(8)"


@pytest.fixture
def cluster() -> Iterator[Any]:
    """Two nodes of one processor each, on this machine."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Ray's own
        from ray.cluster_utils import Cluster

        made = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
        made.second = made.add_node(num_cpus=1)
        made.wait_for_nodes()
    yield made
    made.shutdown()


def command(hand_in: Path, out: Path, *more: str) -> list[str]:
    words = [
        sys.executable,
        "-m",
        "autograder",
        "grade",
        hand_in,
        "--assignment",
        "outcomes",
        "--out",
        out,
        "--seed",
        "5",
    ]
    return [*map(str, words), *more]


def submissions(course: Any, folder: Path, count: int) -> Path:
    folder.mkdir()
    for i in range(count):
        cells = right(course, "outcomes", **({"fails": FAILS} if i % 4 == 3 else {}))
        (folder / f"s{i:02}.ipynb").write_text(json.dumps(notebook([f"# {i}", *cells])))
    (folder / "broken.ipynb").write_text("no notebook")
    (folder / "link.ipynb").symlink_to(course.root / "solutions" / "outcomes.py")
    return folder


def is_rays(process: psutil.Process | None) -> bool:
    return process is not None and "".join(process.cmdline()[:1]).startswith("ray::")


def kill_whoever_grades_it(stop: threading.Event, killed: list[int]) -> None:
    """Like a machine that runs out of memory whenever that submission is graded."""
    while not stop.wait(0.05):
        for process in psutil.process_iter(["cmdline"]):
            if "autograder.workers.node" not in (process.info["cmdline"] or []):
                continue
            try:
                worker = process.parent()  # once Ray's has been killed, whoever inherits: this process, or init
                if is_rays(worker) and any(p.name() == "poison" for p in members(process.pid)):
                    worker.kill()
                    killed.append(process.pid)
            except psutil.NoSuchProcess:
                continue


def test_a_lost_node_and_a_poisonous_submission(course, cluster, tmp_path):
    """All reports are there, the poisonous one says why, and the others are those of the local pool."""
    hand_in = submissions(course, tmp_path / "in", 24)
    local = subprocess.run(command(hand_in, tmp_path / "local", "-q"), cwd=course.root, check=False, timeout=300)
    assert local.returncode == 0
    (hand_in / "poison.ipynb").write_text(json.dumps(notebook([POISON, *right(course, "outcomes")])))
    stop, killed = threading.Event(), []
    killer = threading.Thread(target=kill_whoever_grades_it, args=(stop, killed))
    killer.start()
    out = tmp_path / "out"
    run = subprocess.Popen(command(hand_in, out, "-q", "--ray", cluster.address), cwd=course.root, stderr=subprocess.PIPE)
    try:
        while len(list((out / "outcomes").glob("*.json"))) < 6:
            assert run.poll() is None, run.stderr.read()
            time.sleep(0.05)
        cluster.remove_node(cluster.second, allow_graceful=False)
        _, said = run.communicate(timeout=300)
    finally:
        stop.set()
        killer.join()
    assert run.returncode == 1, said
    assert len(killed) >= 2, said  # one could not be graded through our own fault
    reports = {p.stem: Report.from_json(p.read_bytes()) for p in (out / "outcomes").glob("*.json")}
    assert len(reports) == 27
    assert reports["poison"].status == "error"
    assert "was ended" in reports["poison"].reason
    rows = (out / "grades.csv").read_text().splitlines()
    assert [row for row in rows if "poison" not in row] == (tmp_path / "local/grades.csv").read_text().splitlines()


def test_what_is_missing_is_said(course, tmp_path):
    """An address without a cluster is wrong usage, in one line."""
    hand_in = submissions(course, tmp_path / "in", 1)
    done = subprocess.run(
        command(hand_in, tmp_path / "out", "--ray", "127.0.0.1:1"),
        cwd=course.root,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 2, done.stderr
    assert "no Ray cluster at 127.0.0.1:1" in done.stderr.splitlines()[-1], done.stderr


def test_every_node_must_have_the_same_version(course, tmp_path, monkeypatch):
    """A supervisor that finds another engine, or another torch, grades nothing and says where."""
    from autograder.workers import node
    from autograder.workers.orders import PoolFault, Shipment, Terms

    shipment = Shipment(packing.course_tar(course, "outcomes"), "outcomes", "another", 6.0, Terms(course="", secret="secret"))
    with pytest.raises(PoolFault, match="has another version"):
        node.check_version(shipment, course)
