"""Take the figures of README anew, keep them in docs/figures.json, and write them into README and README.zh.

    .venv/bin/python docs/make_figures.py [NAME…] [--check]

Without names all are taken, which takes hours; a figure that is not taken stays as it is, with its own date and commit.
With --check nothing is taken, and the exit status is 1 where a page tells other figures than docs/figures.json.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import msgspec
import psutil

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "docs" / "figures.json"
AUTOGRADER = [sys.executable, "-m", "autograder"]


@dataclass(frozen=True)
class Source:
    """A program, what its output tells by named groups, and the sentences for them in both languages."""

    command: list[str]
    pattern: str
    english: str
    chinese: str


class Figure(msgspec.Struct):
    """The numbers of one program, with when, where and of what they were taken."""

    numbers: dict[str, int | float]
    date: str
    commit: str
    machine: str


SOURCES = {
    "check": Source(
        [*AUTOGRADER, "verify", "--seed", "1"],
        r"(?P<exercises>\d+) exercises,.*?(?P<answers>\d+) kept answers.*?(?P<hollow>\d+) attacks"
        r".*?keep (?P<kept>[\d.]+)% of their points.*?verified",
        "{answers:,} kept answers to {exercises} exercises score what they declare; {hollow} students who know "
        "nothing earn nothing; beside a wrong part, right exercises that use it keep {kept} % of their points",
        "{exercises} 道练习的 {answers:,} 份答案样例都得到其声明的分数；{hollow} 名一无所知的“学生”没有得分；"
        "所依赖的部分出错时，使用它的正确练习保住 {kept} % 的分数",
    ),
    "bench": Source(
        [sys.executable, "benchmarks/run.py"],
        r"(?P<nbgrader>\d+) × ours.*?(?P<otter>\d+) × ours.*?ours are (?P<floor>[\d.]+) ×"
        r".*each further one, \d+ to \d+: \d+ ms; \d+ to \d+: (?P<each>\d+) ms",
        "{each} ms a submission of eight exercises with two workers: {nbgrader} × nbgrader, {otter} × otter, {floor} × "
        "the same calls without isolation",
        "八道练习的一份提交用两个工作进程只需 {each} 毫秒：速度是 nbgrader 的 {nbgrader} 倍、otter 的 {otter} 倍，"
        "用时是不加隔离的同样调用的 {floor} 倍",
    ),
    "soak": Source(
        [sys.executable, "tests/proofs/soak.py", "2000", "100"],
        r"a worker: .*?descriptors, (?P<before>[\d.]+) → (?P<after>[\d.]+) MB.*?(?P<killed>\d+) processes killed"
        r".*?(?P<submissions>\d+) submissions: all graded, honest work with all its points",
        "{submissions:,} submissions, a tenth hostile, {killed} processes killed: nobody lost a point; a worker grew "
        "from {before:.0f} to {after:.0f} MB",
        "{submissions:,} 份提交，其中十分之一是恶意提交，{killed} 个进程被杀死：没有人丢分；"
        "一个工作进程从 {before:.0f} MB 增至 {after:.0f} MB",
    ),
    "mutants": Source(
        [*AUTOGRADER, "mutants"],
        r"(?P<killed>\d+) of \d+ mutants killed.*?(?P<equivalent>\d+) more are equivalent",
        "of the changed solutions {killed:,} lose points, and {equivalent} are as right as the solution",
        "改动过的参考答案：{killed:,} 份丢分，{equivalent} 份与原答案同样正确",
    ),
    "flaky": Source(
        [sys.executable, "tests/proofs/flaky.py", "200"],
        r"references (?P<times>\d+) times each, .*: (?P<otherwise>\d+) otherwise",
        "every reference graded {times:,} times with fresh inputs: {otherwise} times otherwise than with full marks",
        "每份参考答案用新抽取的输入批改 {times:,} 次：{otherwise} 次不是满分",
    ),
    "parity": Source(
        [sys.executable, "tests/proofs/parity.py"],
        r"(?P<rows>\d+) rows, none of them different",
        "{rows:,} rows through four platforms: equal",
        "{rows:,} 行结果经过四个平台：全部相同",
    ),
}  # fmt: skip


def main() -> int:
    """Take or check the figures; the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*SOURCES, []], metavar="NAME", help=f"of {', '.join(SOURCES)}")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    figures = msgspec.json.decode(KEPT.read_bytes(), type=dict[str, Figure])
    if not options.check:
        for name in options.names or SOURCES:
            figures[name] = taken(name)
            # one after another, since the next one may take an hour
            KEPT.write_bytes(msgspec.json.format(msgspec.json.encode(figures), indent=2) + b"\n")
    stale = 0
    for page, is_chinese in (("README.md", False), ("README.zh.md", True)):
        text = (ROOT / page).read_text(encoding="utf-8")
        current = with_figures(text, figures, is_chinese=is_chinese)
        if current != text and options.check:
            print(f"{page} tells other figures than docs/figures.json", file=sys.stderr)
            stale = 1
        elif current != text:
            (ROOT / page).write_text(current, encoding="utf-8")
    return stale


def taken(name: str) -> Figure:
    """The figures of one program, which is run for them. Raises SystemExit where it fails, or does not tell them."""
    source = SOURCES[name]
    print(f"… make {name}", file=sys.stderr)
    done = subprocess.run(source.command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603  ours
    if done.returncode:
        raise SystemExit(f"make {name} ended with {done.returncode}:\n{done.stdout[-2000:]}")
    return Figure(
        numbers=numbers_in(done.stdout, source, name),
        date=datetime.now(tz=UTC).date().isoformat(),
        commit=said_by("git", "rev-parse", "--short", "HEAD"),
        machine=machine(),
    )


def numbers_in(output: str, source: Source, name: str) -> dict[str, int | float]:
    """The numbers that a program's output tells."""
    # long lines are broken where a terminal would end
    match = re.search(source.pattern, " ".join(output.split()))
    if match is None:
        raise SystemExit(f"make {name} has not printed what docs/make_figures.py looks for: {source.pattern}")
    numbers: dict[str, int | float] = {}
    for group, text in match.groupdict().items():
        numbers[group] = float(text) if "." in text else int(text)
    return numbers


def machine() -> str:
    """The processors, the memory and the versions that figures of time depend on."""
    model = "unknown processors"
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
    memory = psutil.virtual_memory().total / 2**30
    python = ".".join(map(str, sys.version_info[:2]))
    return f"{os.cpu_count()} × {model}, {memory:.0f} GiB, Python {python}, torch {metadata.version('torch')}"


def said_by(*command: str) -> str:
    """What a command prints."""
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603


def with_figures(text: str, figures: dict[str, Figure], *, is_chinese: bool) -> str:
    """A page with its table of figures as they are kept."""
    rows = []
    for name, figure in figures.items():
        source = SOURCES[name]
        sentence = source.chinese if is_chinese else source.english
        rows.append(f"| `make {name}` | {sentence.format(**figure.numbers)} | {figure.date}, {figure.commit} |")
    table = "\n".join(["|---|---|---|", *rows]) + "\n"
    head, separator, behind = text.partition("## 数据\n" if is_chinese else "## Figures\n")
    if not separator:
        raise SystemExit("a README has no section for figures")
    old_table = re.compile(r"^\|---\|---\|---\|\n(\|.*\n)+", re.MULTILINE)
    return head + separator + old_table.sub(lambda _: table, behind, count=1)


if __name__ == "__main__":
    sys.exit(main())
