"""Speed and memory beside nbgrader and otter-grader: each figure a ratio, taken in one run, medians of several.

.venv/bin/python benchmarks/run.py [--rounds 3] [--sizes 1 10 100 1000] [--no-peers]
"""

from __future__ import annotations

import argparse
import contextlib
import os
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

PEERS_MOST = 10  # submissions that the peers are given: they take seconds for each
AUTOGRADER = [sys.executable, "-m", "autograder"]


def timed(command: list[str], folder: Path) -> float:
    """Seconds of wall time for one command, which must succeed."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, env=eight.environment(), capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return seconds


def peak_memory(command: list[str], folder: Path) -> tuple[float, float]:
    """In MB, sampled: the largest sum of PSS over a command's processes, and of its own process alone."""
    process = subprocess.Popen(
        command, cwd=folder, env=eight.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    peak, own, done = 0.0, 0.0, threading.Event()

    def watch() -> None:
        nonlocal peak, own
        while not done.wait(0.2):
            peak = max(peak, _pss(process.pid))
            with contextlib.suppress(psutil.Error):
                own = max(own, float(psutil.Process(process.pid).memory_full_info().pss))

    thread = threading.Thread(target=watch)
    thread.start()
    process.wait()
    done.set()
    thread.join()
    return peak / 2**20, own / 2**20


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
    return "autograder.workers.warm" in (process.info["cmdline"] or [])


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
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, env=eight.environment(), capture_output=True, text=True, check=True
    )
    return float(done.stdout)


def class_of(folder: Path, size: int) -> Path:
    """Right answers, no two the same: nothing may be kept from one student for the next."""
    target = folder / f"class{size}"
    target.mkdir()
    for i in range(size):
        eight.submission(target / f"student{i:04}.ipynb", i)
    return target


def grading(course: Path, hand_in: Path, jobs: int) -> list[str]:
    out = Path(tempfile.mkdtemp(dir=course))
    return [
        *AUTOGRADER,
        "grade",
        str(hand_in),
        "--assignment",
        "eight",
        "--course",
        str(course),
        "--out",
        str(out),
        "--jobs",
        str(jobs),
        "-q",
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs=4, default=[1, 10, 100, 1000])
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        Bench(Path(name), options.rounds, options.sizes, peers=not options.no_peers).run()


class Bench:
    """All figures of one run."""

    def __init__(self, folder: Path, rounds: int, sizes: list[int], *, peers: bool) -> None:
        self.rounds, self.sizes, self.peers = rounds, sizes, peers
        self.course = eight.ours(folder / "course")
        self.one = eight.submission(folder / "one" / "one.ipynb")
        self.classes = {size: class_of(folder, size) for size in sizes}
        self.bare = eight.bare(folder / "bare")
        self.folder = folder
        self.console = Console(width=110)

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
            "floor": lambda: floor(self.bare.parent, 40),
        }
        for size in self.sizes:
            steps[f"{size}, two workers"] = lambda size=size: timed(
                grading(self.course, self.classes[size], 2), self.course
            )
            if size < self.sizes[-1]:
                steps[f"{size}, one worker"] = lambda size=size: timed(
                    grading(self.course, self.classes[size], 1), self.course
                )
        found = self._medians(steps, self.rounds)
        peers = self._medians(dict(self._peers()), max(1, self.rounds // 2)) if self.peers else {}
        self._report(found | peers)
        self._report_memory()

    def _peers(self) -> Iterator[tuple[str, Callable[[], float]]]:
        course = self.folder / "nbgrader"
        eight.nbgrader(course, PEERS_MOST)
        zipped, notebook = eight.otter(self.folder / "otter")
        run = [str(eight.BIN / "nbgrader"), "autograde", "eight", "--force"]
        otter = [str(eight.BIN / "otter"), "run", "-a", str(zipped), str(notebook)]
        yield "nbgrader, 1", lambda: timed([*run, "--student", "student0"], course)
        yield f"nbgrader, {PEERS_MOST}", lambda: timed(run, course)
        yield "otter, 1", lambda: timed(otter, notebook.parent)

    def _report(self, t: dict[str, float]) -> None:
        _, few, many, most = self.sizes
        two = {size: t[f"{size}, two workers"] for size in self.sizes}
        more = (two[most] - two[many]) / (most - many)
        floors = {size: t["bare script"] + (size - 1) * t["floor"] for size in self.sizes}
        table = Table(
            title=f"seconds for so many submissions; medians of {self.rounds} rounds, {os.cpu_count()} cores, eight exercises",
            title_justify="left",
        )
        for column in ("submissions", *map(str, self.sizes), "each further one", "ratio"):
            table.add_column(column, justify="left" if column == "submissions" else "right")
        _row(table, "autograder, two workers", two, more, "1")
        alone = (t[f"{many}, one worker"] - t[f"{few}, one worker"]) / (many - few)
        pair = (two[many] - two[few]) / (many - few)
        _row(
            table,
            "autograder, one worker",
            {s: t[f"{s}, one worker"] for s in self.sizes[:-1]},
            alone,
            f"{alone / more:.1f} × ours",
        )
        if self.peers:
            further = (t[f"nbgrader, {PEERS_MOST}"] - t["nbgrader, 1"]) / (PEERS_MOST - 1)
            nbgrader = {size: t["nbgrader, 1"] + (size - 1) * further for size in self.sizes}
            _row(table, "nbgrader autograde", nbgrader, further, f"{further / more:.0f} × ours", measured=PEERS_MOST)
            otter = {size: size * t["otter, 1"] for size in self.sizes}
            _row(table, "otter run", otter, t["otter, 1"], f"{t['otter, 1'] / more:.0f} × ours", measured=1)
        _row(
            table,
            "the floor: no isolation, one process",
            floors,
            t["floor"],
            f"ours are {more / t['floor']:.2f} ×",
            measured=1,
        )
        self.console.print(table)
        print("~: extrapolated from what was measured for fewer")
        print(
            f"one submission: {t['one submission']:.2f} s, {t['one submission'] / t['bare script']:.2f} × a bare script with the same calls"
        )
        print(f"a second worker: {alone / pair:.2f} × the rate of one ({few} to {many} submissions)")
        print(f"each further one, {few} to {many}: {pair * 1000:.0f} ms; {many} to {most}: {more * 1000:.0f} ms")

    def _report_memory(self) -> None:
        _, _, many, most = self.sizes
        self._say("memory")
        one, _ = peak_memory(grading(self.course, self.classes[many], 1), self.course)
        two, small = peak_memory(grading(self.course, self.classes[many], 2), self.course)
        _, large = peak_memory(grading(self.course, self.classes[most], 2), self.course)
        print(f"peak memory (summed PSS): {one:.0f} MB with one worker, {two:.0f} MB with two")
        print(f"of it the coordinator: {small:.1f} MB for {many} submissions, {large:.1f} MB for {most}")
        if self.peers:
            course, otter = self.folder / "nbgrader", self.folder / "otter"
            theirs = {
                "nbgrader": peak_memory(
                    [str(eight.BIN / "nbgrader"), "autograde", "eight", "--force", "--student", "student0"], course
                )[0],
                "otter": peak_memory(
                    [str(eight.BIN / "otter"), "run", "-a", str(otter / "autograder.zip"), str(otter / "eight.ipynb")],
                    otter,
                )[0],
            }
            print("; ".join(f"{name}: {value:.0f} MB" for name, value in theirs.items()))


def _row(
    table: Table, name: str, seconds: dict[int, float], each: float, ratio: str, measured: int | None = None
) -> None:
    cells = [f"{'~' if measured and size > measured else ''}{value:.3g}" for size, value in seconds.items()]
    table.add_row(name, *cells, *[""] * (len(table.columns) - 3 - len(cells)), f"{each * 1000:.0f} ms", ratio)


if __name__ == "__main__":
    main()
