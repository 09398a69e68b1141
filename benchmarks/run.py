"""Speed and memory beside nbgrader and otter-grader: each figure a ratio, taken in one run, medians of several.

    .venv/bin/python benchmarks/run.py [--rounds 5] [--class-size 100] [--no-peers]
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import eight
import psutil
from rich.console import Console
from rich.table import Table

AUTOGRADER = [sys.executable, "-m", "autograder"]


def timed(command: list[str], folder: Path) -> float:
    """Seconds of wall time for one command, which must succeed."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=eight.environment(), capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return seconds


def peak_memory(command: list[str], folder: Path) -> float:
    """The largest sum of PSS over a command's processes, in MB, sampled every 50 ms."""
    process = subprocess.Popen(command, cwd=folder, env=eight.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak, done = 0.0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.05):
            peak = max(peak, _pss(process.pid))

    thread = threading.Thread(target=watch)
    thread.start()
    process.wait()
    done.set()
    thread.join()
    return peak / 2**20


def _pss(root: int) -> float:
    """The command's process, its descendants, and those of them that have left the tree for a session of their own."""
    total = 0
    with contextlib.suppress(psutil.Error):
        family = [psutil.Process(root), *psutil.Process(root).children(recursive=True)]
        names = {p.pid for p in family}
        strays = [p for p in psutil.process_iter(["ppid", "cmdline"]) if p.pid not in names and _is_stray(p)]
        for process in [*family, *strays]:
            with contextlib.suppress(psutil.Error):
                total += process.memory_full_info().pss
    return float(total)


def _is_stray(process: psutil.Process) -> bool:
    return "autograder.batch.warm" in (process.info["cmdline"] or [])


def floor(folder: Path, repeats: int) -> float:
    """Seconds for the same cells and calls in one warm process, without any isolation: the median."""
    script = (
        "import sys, time, statistics\nsys.path.insert(0, '.')\nimport torch\ntorch.set_num_threads(1)\nimport bench_tests\n"
        f"cells = {eight.IMPORTS!r} + '\\n' + open('cells.py').read()\ntimes = []\n"
        f"for _ in range({repeats} + 2):\n    start = time.perf_counter()\n    names = {{'__name__': 'notebook'}}\n    exec(cells, names)\n"
        f"    for name in {eight.NAMES!r}:\n        bench_tests.run(name, names)\n    times.append(time.perf_counter() - start)\n"
        "print(statistics.median(times[2:]))\n"
    )
    (folder / "cells.py").write_text("\n\n".join(eight.answers().values()))
    done = subprocess.run([sys.executable, "-c", script], cwd=folder, env=eight.environment(), capture_output=True, text=True, check=True)
    return float(done.stdout)


def class_of(folder: Path, size: int) -> Path:
    one = eight.submission(folder / "one.ipynb")
    target = folder / f"class{size}"
    target.mkdir()
    for i in range(size):
        shutil.copy(one, target / f"student{i:04}.ipynb")
    return target


def grading(course: Path, hand_in: Path, jobs: int) -> list[str]:
    out = Path(tempfile.mkdtemp(dir=course))
    return [*AUTOGRADER, "grade", str(hand_in), "--assignment", "eight", "--course", str(course), "--out", str(out), "--jobs", str(jobs), "-q"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--class-size", type=int, default=100)
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        Bench(Path(name), options.rounds, options.class_size, peers=not options.no_peers).run()


class Bench:
    """All figures of one run."""

    def __init__(self, folder: Path, rounds: int, size: int, *, peers: bool) -> None:
        self.rounds, self.size, self.peers = rounds, size, peers
        self.course = eight.ours(folder / "course")
        self.one = eight.submission(folder / "one" / "one.ipynb")
        self.class_ = class_of(folder, size)
        self.single = class_of(folder, 1)
        self.bare = eight.bare(folder / "bare")
        self.folder = folder
        self.console = Console(width=100)

    def _say(self, text: str) -> None:
        print(f"… {text}", file=sys.stderr)

    def _medians(self, steps: dict[str, Callable[[], float]], rounds: int) -> dict[str, float]:
        """Each step once a round, in turn, so that a noisy minute falls on all of them; the medians."""
        taken: dict[str, list[float]] = {name: [] for name in steps}
        for number in range(rounds):
            for name, step in steps.items():
                self._say(f"round {number + 1} of {rounds}: {name}")
                taken[name].append(step())
        return {name: statistics.median(values) for name, values in taken.items()}

    def run(self) -> None:
        one = [*AUTOGRADER, "grade", str(self.one), "--assignment", "eight", "--course", str(self.course), "-q"]
        timed(one, self.course)  # once for the caches of bytecode and fonts, which every later run has
        timed([sys.executable, str(self.bare)], self.bare.parent)
        steps: dict[str, Callable[[], float]] = {
            "bare script": lambda: timed([sys.executable, str(self.bare)], self.bare.parent),
            "one submission": lambda: timed(one, self.course),
            "class of 1": lambda: timed(grading(self.course, self.single, 2), self.course),
            f"class of {self.size}, two workers": lambda: timed(grading(self.course, self.class_, 2), self.course),
            f"class of {self.size}, one worker": lambda: timed(grading(self.course, self.class_, 1), self.course),
            "floor": lambda: floor(self.bare.parent, 20),
        }
        found = self._medians(steps, self.rounds)
        peers = self._medians(dict(self._peers()), max(1, self.rounds // 2)) if self.peers else {}
        self._report(found | peers, self._memory())

    def _peers(self) -> Iterator[tuple[str, Callable[[], float]]]:
        students = 3
        course = self.folder / "nbgrader"
        eight.nbgrader(course, students)
        zipped, notebook = eight.otter(self.folder / "otter")
        run = [str(eight.BIN / "nbgrader"), "autograde", "eight", "--force", "--student"]
        yield "nbgrader, 1", lambda: timed([*run, "student0"], course)
        yield f"nbgrader, {students}", lambda: timed([*run[:-1]], course)
        yield "otter, 1", lambda: timed([str(eight.BIN / "otter"), "run", "-a", str(zipped), str(notebook)], notebook.parent)

    def _memory(self) -> dict[str, float]:
        self._say("memory")
        found = {f"{n} workers": peak_memory(grading(self.course, self.class_, n), self.course) for n in (1, 2)}
        if self.peers:
            course = self.folder / "nbgrader"
            found["nbgrader"] = peak_memory([str(eight.BIN / "nbgrader"), "autograde", "eight", "--force", "--student", "student0"], course)
            otter = self.folder / "otter"
            found["otter"] = peak_memory([str(eight.BIN / "otter"), "run", "-a", str(otter / "autograder.zip"), str(otter / "eight.ipynb")], otter)
        return found

    def _report(self, t: dict[str, float], memory: dict[str, float]) -> None:
        more = (t[f"class of {self.size}, two workers"] - t["class of 1"]) / (self.size - 1)
        alone = (t[f"class of {self.size}, one worker"] - t["class of 1"]) / (self.size - 1)
        table = Table(title=f"medians of {self.rounds} rounds, {os.cpu_count()} cores, eight exercises", title_justify="left")
        for column in ("what", "measured", "ratio"):
            table.add_column(column, justify="left" if column == "what" else "right")
        table.add_row("a bare script with the same calls", f"{t['bare script']:.2f} s", "1")
        table.add_row("(a) one submission", f"{t['one submission']:.2f} s", f"{t['one submission'] / t['bare script']:.2f} × the bare script")
        table.add_row("(b) each further one, two workers", f"{more * 1000:.0f} ms", f"{more / t['floor']:.2f} × the floor")
        table.add_row("    each further one, one worker", f"{alone * 1000:.0f} ms", f"{alone / t['floor']:.2f} × the floor")
        table.add_row("(c) the floor: one warm process, no isolation", f"{t['floor'] * 1000:.0f} ms", "1")
        if self.peers:
            further = (t["nbgrader, 3"] - t["nbgrader, 1"]) / 2
            table.add_row("nbgrader autograde, one submission", f"{t['nbgrader, 1']:.2f} s", f"{t['nbgrader, 1'] / t['one submission']:.1f} × ours")
            table.add_row("nbgrader autograde, each further one", f"{further:.2f} s", f"{further / more:.0f} × ours")
            table.add_row("otter run, one submission", f"{t['otter, 1']:.2f} s", f"{t['otter, 1'] / t['one submission']:.1f} × ours")
            table.add_row("otter run, each further one", f"{t['otter, 1']:.2f} s", f"{t['otter, 1'] / more:.0f} × ours")
        for name, value in memory.items():
            table.add_row(f"(d) peak memory, {name} (summed PSS)", f"{value:.0f} MB", "")
        if "2 workers" in memory:
            table.add_row("    what a further worker adds", f"{memory['2 workers'] - memory['1 workers']:.0f} MB", "")
        self.console.print(table)


if __name__ == "__main__":
    main()
