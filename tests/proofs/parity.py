"""The same score everywhere: every kept answer through four paths, in one table.

    .venv/bin/python tests/proofs/parity.py [--sample N] [ASSIGNMENT …]

Answers to different exercises share a notebook: the i-th kept answer of each. Attacks and honest oddities are notebooks of
their own. Each notebook goes through `autograder grade`, `nbgrader autograde`, `otter run`, and the program that
Gradescope's container runs; a row compares what an exercise got, to four digits after the point: otter writes five.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "engine"), str(TESTS / "course")]
from kept_notebooks import HONEST, HOSTILE, LIMITS, PATIENT, Kept, course_in
from parts import ROOT, notebook

from autograder.author import solution
from autograder.course import Course
from autograder.platforms.nbgrader.config import init

BIN = Path(sys.executable).parent
ENVIRONMENT = os.environ | {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "PYTHONWARNINGS": "ignore"}
Scores = dict[str, dict[str, float]]  # by notebook, then by exercise


@dataclass
class Handed:
    """A notebook, and what in it is to be compared: a label for each exercise."""

    name: str
    cells: list[str]
    rows: dict[str, str] = field(default_factory=dict)


def kept(course: Course, assignment: str) -> list[Handed]:
    """All kept answers of an assignment in as few notebooks as can hold them."""
    cells = [c for c in solution.read(course.solution(assignment)) if c.code and not c.demo]
    names = [e.name for e in course.assignment(assignment).exercises]
    answers = [sorted((ROOT / "tests" / "submissions" / assignment / name).glob("*.py")) for name in names]
    made = []
    for number, paths in enumerate(itertools.zip_longest(*answers)):
        chosen = {name: path for name, path in zip(names, paths, strict=True) if path is not None}
        sources = [chosen[c.exercise].read_text() if c.exercise in chosen else c.source for c in cells]
        rows = {name: f"{assignment}/{name}/{path.stem}" for name, path in chosen.items()}
        made.append(Handed(f"kept{number:03}", sources, rows))
    return made


def odd(course: Course, assignment: str, paths: list[Path]) -> list[Handed]:
    """Attacks, or honest oddities; without what depends on the machine's speed, or on the draw."""
    made = []
    for path in paths:
        kept_odd = Kept.read(path)
        if kept_odd.assignment == assignment:
            rows = {name: f"{path.parent.name}/{path.stem}/{name}" for name in kept_odd.scores(course)}
            made.append(Handed(path.stem, kept_odd.cells(course), rows))
    return made


def called(*words: object, cwd: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [str(w) for w in words], cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    if check and done.returncode:
        sys.exit(f"{' '.join(map(str, words))}:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done


def two_at_a_time(handed: list[Handed], grade: Callable[[Handed], dict[str, float]]) -> Scores:
    with ThreadPoolExecutor(2) as pool:
        return {h.name: scores for h, scores in zip(handed, pool.map(grade, handed), strict=True)}


def write(path: Path, handed: Handed) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook(handed.cells)))
    return path


def by_autograder(course: Course, assignment: str, handed: list[Handed], work: Path) -> Scores:
    for h in handed:
        write(work / "in" / f"{h.name}.ipynb", h)
    called(
        BIN / "autograder",
        "grade",
        "in",
        "--assignment",
        assignment,
        "--out",
        "out",
        "--course",
        course.root,
        "-q",
        cwd=work,
    )
    reports = {h.name: json.loads((work / "out" / assignment / f"{h.name}.json").read_text()) for h in handed}
    return {name: {e["name"]: e["score"] for e in r["exercises"]} for name, r in reports.items()}


def by_nbgrader(course: Course, assignment: str, handed: list[Handed], work: Path) -> Scores:
    from nbgrader.api import Gradebook

    init(course, work)
    called(BIN / "nbgrader", "generate_assignment", assignment, cwd=work)
    for h in handed:
        write(work / "submitted" / h.name / assignment / f"{assignment}.ipynb", h)
    called(BIN / "nbgrader", "autograde", assignment, cwd=work)
    with Gradebook(f"sqlite:///{work}/gradebook.db") as book:
        found = {h.name: book.find_submission_notebook(assignment, assignment, h.name).grades for h in handed}
        return {name: {g.name.removesuffix("-check"): g.auto_score for g in grades} for name, grades in found.items()}


def by_otter(course: Course, assignment: str, handed: list[Handed], work: Path) -> Scores:
    called(BIN / "autograder", "otter", assignment, "-o", "autograder.zip", "--course", course.root, cwd=work)

    def grade(h: Handed) -> dict[str, float]:
        folder = work / h.name
        write(folder / f"{assignment}.ipynb", h)
        called(BIN / "otter", "run", "-a", work / "autograder.zip", "--no-logo", f"{assignment}.ipynb", cwd=folder)
        tests = json.loads((folder / "results.json").read_text())["tests"]
        return {test["name"]: test["score"] for test in tests if "score" in test}

    return two_at_a_time(handed, grade)


def by_gradescope(course: Course, assignment: str, handed: list[Handed], work: Path) -> Scores:
    called(BIN / "autograder", "gradescope", assignment, "-o", "autograder.zip", "--course", course.root, cwd=work)
    with zipfile.ZipFile(work / "autograder.zip") as packed:
        packed.extractall(work / "source")

    def grade(h: Handed) -> dict[str, float]:
        folder = work / h.name
        (folder / "results").mkdir(parents=True)
        (folder / "source").symlink_to(work / "source")
        write(folder / "submission" / "work.ipynb", h)
        called(sys.executable, "-P", "-m", "autograder.platforms.gradescope.run", folder, assignment, cwd=folder)
        return json.loads((folder / "results" / "results.json").read_text())["extra_data"]["exercises"]

    return two_at_a_time(handed, grade)


PATHS = {"autograder": by_autograder, "nbgrader": by_nbgrader, "otter": by_otter, "gradescope": by_gradescope}


def compared(course: Course, assignment: str, handed: list[Handed]) -> list[tuple[str, list[float]]]:
    """A row for each answer: its label, and its score on each path."""
    with tempfile.TemporaryDirectory(prefix="parity-") as folder:
        found = []
        for name, path in PATHS.items():
            (Path(folder) / name).mkdir()
            found.append(path(course, assignment, handed, Path(folder) / name))
            print(f"  {assignment}: {len(handed)} notebooks through {name}", file=sys.stderr, flush=True)
    return [(h.rows[e], [round(scores[h.name][e], 4) for scores in found]) for h in handed for e in h.rows]


def table(names: list[str], sample: int | None) -> list[tuple[str, list[float]]]:
    course, rows = Course.load(ROOT), []
    for name in names or list(course.assignments):
        rows += compared(course, name, kept(course, name)[:sample])
        for paths, limits in ((HOSTILE, LIMITS), (HONEST, PATIENT)):
            with tempfile.TemporaryDirectory(prefix="parity-course-") as folder:
                other = Course.load(course_in(Path(folder), limits))
                handed = odd(other, name, paths)[:sample]
                if handed:
                    rows += compared(other, name, handed)
    return rows


def main(words: list[str]) -> int:
    """Print the table. 0 where all rows are equal."""
    sample = int(re.sub(r"\D", "", words.pop(words.index("--sample") + 1))) if "--sample" in words else None
    rows = table([w for w in words if w != "--sample"], sample)
    print(f"{'':70}" + "".join(f"{name:>12}" for name in PATHS))
    for label, scores in rows:
        print(f"{label:70}" + "".join(f"{score:12g}" for score in scores) + ("" if len(set(scores)) == 1 else "  ≠"))
    different = sum(len(set(scores)) > 1 for _, scores in rows)
    print(f"{len(rows)} rows, {different or 'none'} of them different")
    return int(different > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
