"""Attacks and honest work that are kept as files: what the head of each promises, and its cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from parts import IMPORTS, ROOT, copy_of
from places import CANARY

from autograder.author import solution
from autograder.course import Course

KEPT = ROOT / "tests" / "submissions"
HOSTILE, HONEST = (sorted((KEPT / kind).glob("*.py")) for kind in ("hostile", "honest"))
NAME = "linear_regression"
# short, since many attacks wait for them; a cell's and a call's are those that the attacks' own clocks keep to
LIMITS = {"cell_seconds": 2, "notebook_seconds": 5, "call_seconds": 2, "test_seconds": 4, "submission_seconds": 30, "memory_mb": 1024}  # fmt: skip
# an import of sklearn on a busy machine
PATIENT = {"cell_seconds": 10, "notebook_seconds": 30, "call_seconds": 2, "test_seconds": 4, "submission_seconds": 40, "memory_mb": 1024}  # fmt: skip
ALL = ("synthetic_data", "data_iter", "linreg", "squared_loss", "sgd", "train_linreg")


@dataclass
class Kept:
    """A kept notebook: its assignment, what its head promises, and its cells, those of a solution by their names."""

    assignment: str
    earns: str
    may_earn: set[str]
    not_all_of: set[str]
    other_there: str | None
    parts: list[tuple[list[str], str]]

    @staticmethod
    def read(path: Path) -> Kept:
        head, *parts = re.split(r"^# %%", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        earns = _promise(head, "earns")
        assert earns, f"{path}: a line `# earns: …` is missing"
        return Kept(
            assignment=_promise(head, "assignment") or NAME,
            earns=earns,
            may_earn=_names(_promise(head, "may-earn")),  # what depends on how fast the machine is
            not_all_of=_names(_promise(head, "not all of")),
            other_there=_promise(head, "except: container"),
            parts=[_part(part) for part in parts],
        )

    def cells(self, course: Course) -> list[str]:
        answers = {c.exercise: c.source for c in solution.read(course.solution(self.assignment)) if c.exercise}
        cells = [IMPORTS]
        for honest, source in self.parts:
            cells += [answers[name] for name in honest]
            if source.strip():
                cells.append(source)
        return cells

    def scores(self, course: Course) -> dict[str, float]:
        """What the exercises earn of which the head promises an exact score."""
        exercises = course.assignments[self.assignment].exercises
        earning = {e.name for e in exercises} if self.earns == "all" else set(self.earns.split(", "))
        assert self.earns == "nothing" or earning <= {e.name for e in exercises}, self.earns
        exact = [e for e in exercises if e.name not in self.may_earn | self.not_all_of]
        return {e.name: e.points if e.name in earning else 0.0 for e in exact}


def _promise(head: str, word: str) -> str | None:
    """What a head says after `# word: `."""
    found = re.search(rf"^# {word}: (.*)$", head, re.MULTILINE)
    return found[1] if found else None


def _names(text: str | None) -> set[str]:
    return set(text.split(", ")) if text else set()


def _part(part: str) -> tuple[list[str], str]:
    """The solutions that a `# %% honest: …` line names, and the cell below it."""
    names, _, source = part.partition("\n")
    honest = names.removeprefix(" honest: ").split(", ") if names.startswith(" honest: ") else []
    return [name.strip() for name in honest], source


def of_assignment(name: str) -> list[Path]:
    """The attacks on one assignment."""
    return [path for path in HOSTILE if Kept.read(path).assignment == name]


def course_in(folder: Path, limits: dict[str, int]) -> Path:
    """The course with other limits, and a canary in everything that a student must not read."""
    copy_of(ROOT, folder)
    order = folder / "solutions" / "course.toml"
    text = order.read_text()
    for name, value in limits.items():
        text = re.sub(rf"^{name} = \d+", f"{name} = {value}", text, flags=re.MULTILINE)
    order.write_text(f"# {CANARY}\n{text}")
    for secret in (*(folder / "solutions").glob("*.py"), *(folder / "tests" / "graders").glob("*.py")):
        secret.write_text(secret.read_text() + f"\n# {CANARY}\n")
    (folder / "secret.txt").write_text(CANARY)
    return folder
