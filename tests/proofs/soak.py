"""A large class, a tenth of it hostile: no growth while it is graded, and nothing lost while processes are killed.

    .venv/bin/python tests/proofs/soak.py [SUBMISSIONS [KILLS]]

First half of the class is graded in peace, and memory and descriptors are watched; then all of it while processes are
killed at random. In the end everybody has a report, honest work all its points, and nothing is left running.
"""

from __future__ import annotations

import csv
import json
import os
import random
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "engine"), str(TESTS / "course")]
from kept_notebooks import LIMITS, NAME, Kept, course_in, of_assignment
from parts import ROOT, notebook, right
from processes import gone, kill_now_and_then, members

from autograder.course import Course

NAMES = "coordinator", "warm process", "sandboxes' parent", "a worker", "another worker"
GROWTH = 8.0  # MB that a process may gain from its first quarter to its last


def hand_in(folder: Path, count: int) -> dict[str, Kept | None]:
    """The class: every tenth notebook is an attack, the others are right."""
    course, attacks = Course.load(ROOT), of_assignment(NAME)
    solved = right(course, NAME)
    made: dict[str, Kept | None] = {}
    for i in range(count):
        kept = Kept.read(attacks[i // 10 % len(attacks)]) if i % 10 == 9 else None
        cells = kept.cells(course) if kept else solved
        (folder / f"s{i:05}.ipynb").write_text(json.dumps(notebook([f"# {i}", *cells])))
        made[f"s{i:05}"] = kept
    return made


def command(folder: Path, out: Path, course: Path) -> list[str]:
    words = [
        sys.executable,
        "-m",
        "autograder",
        "grade",
        folder,
        "--assignment",
        NAME,
        "--course",
        course,
        "--out",
        out,
    ]
    return [*map(str, words), "--seed", "5", "-q"]


def start(words: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(words, cwd=ROOT, stderr=subprocess.DEVNULL)


def watched(process: subprocess.Popen[bytes]) -> dict[str, list[tuple[int, float]]]:
    """Descriptors and memory of our own processes, every second until the run ends.

    RSS in MB: what others share of it does not change it.
    """
    seen: dict[str, list[tuple[int, float]]] = {}
    while process.poll() is None:
        family = members(process.pid)
        try:
            workers = [p for p in family[3:] if p.ppid() == family[1].pid]
            own = dict(zip(NAMES, [*family[:3], *workers], strict=False)) if workers else {}
            for name, member in own.items():
                seen.setdefault(name, []).append((member.num_fds(), member.memory_info().rss / 2**20))
        except psutil.Error:
            continue
        time.sleep(1)
    return seen


def check_growth(seen: dict[str, list[tuple[int, float]]]) -> None:
    for name, facts in seen.items():
        quarter = max(1, len(facts) // 4)
        early, late = facts[quarter : 2 * quarter] or facts, facts[-quarter:]
        files = [statistics.median(f for f, _ in part) for part in (early, late)]
        size = [statistics.median(m for _, m in part) for part in (early, late)]
        print(f"{name}: {files[0]:g} → {files[1]:g} descriptors, {size[0]:.1f} → {size[1]:.1f} MB")
        assert files[1] <= files[0] + 2, name
        assert size[1] <= size[0] + GROWTH, name


def main(count: int, kills: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        here = Path(name)
        (here / "half").mkdir()
        (here / "all").mkdir()
        course = course_in(here / "course", LIMITS)
        half = hand_in(here / "half", count // 2)
        process = start(command(here / "half", here / "peace", course))
        check_growth(watched(process))
        assert process.returncode == 0
        check(here / "peace", half)
        everybody = hand_in(here / "all", count)
        disturbed(command(here / "all", here / "out", course), here / "out", kills)
        check(here / "out", everybody)


def disturbed(words: list[str], out: Path, kills: int) -> None:
    seed = int(os.environ.get("SEED") or secrets.randbits(32))
    print(f"to see it again: SEED={seed}")
    draw, done, runs = random.Random(seed), 0, 0
    while True:
        runs += 1
        process = start(words)
        if done < kills:
            done += kill_now_and_then(process, out / NAME, draw, kills - done)
        family = members(process.pid)
        if process.wait() == 0:
            break
        gone(family)
    print(f"{done} processes killed, {runs} runs")


def is_ours(words: list[str]) -> bool:
    """Whether a process is one of this environment's: the machine may grade for another checkout, too."""
    return "autograder.workers.warm" in words and words[0] == sys.executable


def check(out: Path, handed_in: dict[str, Kept | None]) -> None:
    with (out / "grades.csv").open() as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert rows.keys() == handed_in.keys(), "somebody is missing"
    for student, row in rows.items():
        assert row["status"] == "graded", row
        assert handed_in[student] is not None or row["score"] == row["max_score"], row
    left = [process for process in psutil.process_iter(["cmdline"]) if is_ours(process.info["cmdline"] or [])]
    assert not left, f"left running: {left}"
    print(f"{len(rows)} submissions: all graded, honest work with all its points, nothing left running")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000, int(sys.argv[2]) if len(sys.argv) > 2 else 100)
