"""Time and cost on many machines, by a model whose constants are measured here, checked against runs on one and two nodes.

    .venv/bin/python benchmarks/scale.py [--submissions 60] [--page docs/scale.md]

A class of n submissions on N nodes of c processors takes

    T = start + max(n · work / (N · c), n · hand) + chunk / 2 · work

where `start` is the way from nothing to the first submission, `work` what a submission takes on one processor, `hand` what
the coordinator spends on a report, beside the nodes, and `chunk` the submissions of a task, by half of which the last
processor is late on average.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from dataclasses import dataclass
from pathlib import Path

import eight
import run

ROOT = Path(__file__).resolve().parent.parent
CHUNK = 4
PROCESSORS = 16  # of a node in the tables
PRICE = 0.04  # of a processor for an hour, in dollars: an assumption
SIZES, NODES = (10_000, 1_000_000), (10, 30, 100, 300, 1000)


@dataclass
class Costs:
    """Seconds, and bytes of a report."""

    start: float
    work: float
    hand: float
    report: int

    def seconds(self, submissions: int, nodes: int, processors: int) -> float:
        """The model."""
        spread = max(submissions * self.work / (nodes * processors), submissions * self.hand)
        return self.start + spread + min(CHUNK, submissions) / 2 * self.work

    def dollars(self, submissions: int, nodes: int, processors: int) -> float:
        return self.seconds(submissions, nodes, processors) / 3600 * nodes * processors * PRICE


def measured(course: Path, hand_in: Path, nodes: int) -> tuple[float, bytes]:
    """Seconds of one run on a Ray cluster of so many nodes of one processor, and one of its reports."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from ray.cluster_utils import Cluster

        cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
        for _ in range(nodes - 1):
            cluster.add_node(num_cpus=1)
        cluster.wait_for_nodes()
    try:
        with tempfile.TemporaryDirectory() as out:
            words = [
                "grade",
                hand_in,
                "--assignment",
                "eight",
                "--course",
                course,
                "--out",
                out,
                "-q",
                "--ray",
                cluster.address,
            ]
            start = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "autograder", *map(str, words)],
                env=eight.environment(),
                check=True,
                capture_output=True,
            )
            return time.perf_counter() - start, next(Path(out).rglob("*.json")).read_bytes()
    finally:
        cluster.shutdown()


def coordination(report: bytes, count: int = 400) -> float:
    """Seconds of the coordinator for one report: its part of a task that does nothing, and reading and writing the report."""
    import ray

    from autograder import files
    from autograder.report import Report

    ray.init(num_cpus=1, include_dashboard=False, log_to_driver=False)
    try:
        answer = ray.remote(lambda: report * CHUNK)
        ray.get(answer.remote())
        before = time.process_time()
        for _ in range(count // CHUNK):
            ray.get(ray.wait([answer.remote()])[0][0])
        tasks = time.process_time() - before
    finally:
        ray.shutdown()
    with tempfile.TemporaryDirectory() as out:
        before = time.process_time()
        for i in range(count):
            files.write(Path(out, f"{i}.json"), Report.from_json(report).to_json())
        return (tasks + time.process_time() - before) / count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--submissions", type=int, default=60)
    parser.add_argument("--page", type=Path, default=ROOT / "docs" / "scale.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        course = eight.ours(folder / "course")
        eight.submission(folder / "one.ipynb")
        few, many, more = (run.class_of(folder, size) for size in (4, options.submissions, 2 * options.submissions))
        report = measured(course, few, 1)[1]
        short, long = (statistics.median(measured(course, hand_in, 1)[0] for _ in range(2)) for hand_in in (few, many))
        work = (long - short) / (options.submissions - 4)
        costs = Costs(short - 4 * work, work, coordination(report), len(report))
        checks = [(n, nodes, measured(course, hand_in, nodes)[0]) for n, hand_in, nodes in (
            (2 * options.submissions, more, 1), (options.submissions, many, 2), (2 * options.submissions, more, 2),
        )]  # fmt: skip
    write(options.page, costs, checks)


def write(page: Path, costs: Costs, checks: list[tuple[int, int, float]]) -> None:
    """The page, and its picture beside it."""
    _, _, *model = __doc__.strip().split("\n\n")
    lines = ["# Scale", "", "\n\n".join(model), ""]
    lines += [
        "## Measured", "",
        "On one machine with two cores, eight exercises a submission (`benchmarks/scale.py`; a node is a Ray node with one processor):", "",
        "| | |", "|---|---:|",
        f"| start | {costs.start:.1f} s |", f"| work | {costs.work * 1000:.0f} ms |",
        f"| hand | {costs.hand * 1000:.1f} ms |", f"| a report | {costs.report / 1000:.1f} kB |", "",
        "## Checked", "",
        "| submissions | nodes | predicted | measured |", "|---:|---:|---:|---:|",
        *[f"| {n} | {nodes} | {costs.seconds(n, nodes, 1):.1f} s | {seconds:.1f} s |" for n, nodes, seconds in checks], "",
        f"The model was short by up to {max(1 - costs.seconds(n, nodes, 1) / seconds for n, nodes, seconds in checks):.0%}. Both nodes are on the same machine, so that two of them also share its memory and caches.", "",
        "## Predicted", "",
        f"Nodes of {PROCESSORS} processors like these; ${PRICE:.2f} for a processor and hour is an assumption.", "",
        "| submissions | nodes | time | cost |", "|---:|---:|---:|---:|",
        *[f"| {n:,} | {nodes} | {clock(costs.seconds(n, nodes, PROCESSORS))} | ${costs.dollars(n, nodes, PROCESSORS):,.2f} |" for n in SIZES for nodes in NODES], "",
        f"![time over nodes, for 10,000 and 1,000,000 submissions]({page.stem}.png)", "",
        f"From about {costs.work / costs.hand:.0f} processors on it is the one coordinator that decides: more nodes cost more and bring nothing. Then several",
        "runs with `--shard` are the way, each with a coordinator of its own. Not in the model: queues, nodes that come late, slow disks.",
    ]  # fmt: skip
    page.write_text("\n".join(lines) + "\n")
    draw(page.with_suffix(".png"), costs)


def clock(seconds: float) -> str:
    return (
        f"{seconds:.0f} s"
        if seconds < 120
        else f"{seconds / 60:.0f} min"
        if seconds < 7200
        else f"{seconds / 3600:.1f} h"
    )


def draw(path: Path, costs: Costs) -> None:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(7, 4), layout="constrained")
    axes = figure.subplots()
    nodes = sorted({round(10 ** (i / 20)) for i in range(61)})
    for size, style in zip(SIZES, ("-", "--"), strict=True):
        axes.loglog(
            nodes, [costs.seconds(size, n, PROCESSORS) / 60 for n in nodes], style, label=f"{size:,} submissions"
        )
    axes.axvline(costs.work / costs.hand / PROCESSORS, color="0.6", linestyle=":", label="one coordinator is busy")
    axes.set(xlabel=f"nodes of {PROCESSORS} processors", ylabel="minutes", title="Predicted time to grade a class")
    axes.grid(visible=True, which="both", alpha=0.2)
    axes.legend()
    figure.savefig(path, dpi=120)


if __name__ == "__main__":
    main()
