"""Attacks, and honest work that must not suffer: each graded in every place, beside neighbours who must not notice.

A file in `tests/submissions/hostile/` says in its head which exercises earn their points all the same; the others
score zero, but for those of `# not all of:`, which lose some points. What none of them may do: change a neighbour's
report, leave a process behind, or bring out a secret.
"""

from __future__ import annotations

import itertools
import json
import re
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from kept_notebooks import HONEST, HOSTILE, LIMITS, NAME, PATIENT, Kept, course_in
from parts import ROOT, notebook, right
from places import CANARY, PLACES, Place

from autograder.course import Course
from autograder.report import Report

NEIGHBOURS = ("a00_before", "a10_m_between", "zz_after")
SHADOWS = (
    "numpy.py",
    "torch.py",
    "msgspec.py",
    "typer.py",
    "rich.py",
    "conftest.py",
    "sitecustomize.py",
    "usercustomize.py",
)
# what found something says so; a quoted line of its source does not count
LEAKED = re.compile(r"""(?<!["'])LEAK """)
# at once: most attacks wait for a limit, and take no processor meanwhile; honest work computes
JOBS = {"alone": 2, "hostile": 4, "honest": 2}
MEASURED = ("seconds", "peak_mb", "processor_seconds")  # differ from run to run


@dataclass
class Graded:
    """What a place made of all kept notebooks."""

    reports: dict[str, Report]
    raw: dict[str, bytes]
    alone: dict[str, bytes]
    said: str


@pytest.fixture(scope="module", params=PLACES)
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Place:
    return PLACES[request.param](tmp_path_factory.mktemp(request.param))


@dataclass
class Class:
    """Some notebooks that are graded together: whose, of which assignment, in which course."""

    kind: str
    assignment: str
    course: Path

    @property
    def name(self) -> str:
        return f"{self.kind}_{self.assignment}"

    def words(self, base: Path) -> list[object]:
        """The arguments with which `autograder` grades it; its reports go into a folder beside the notebooks'."""
        return [
            "grade", base / self.name, "--assignment", self.assignment, "--course", self.course,
            "--out", base / f"out_{self.name}", "--seed", 7, "--jobs", JOBS[self.kind],
        ]  # fmt: skip


@pytest.fixture(scope="module")
def graded(place: Place, course: Course) -> Graded:
    """All kept notebooks, and their neighbours between them and once by themselves."""
    # a folder for each try: one that fails on a busy machine is made again
    base = Path(tempfile.mkdtemp(dir=place.folder))
    base.chmod(0o755)
    quick, patient = course_in(base / "course", LIMITS), course_in(base / "patient", PATIENT)
    kept = {path: Kept.read(path) for path in [*HOSTILE, *HONEST]}
    assignments = sorted({k.assignment for k in kept.values()})
    classes = [Class("alone", NAME, quick), *(Class("hostile", name, quick) for name in assignments)]
    classes += [Class("honest", name, patient) for name in assignments]
    for one in classes:
        (base / one.name).mkdir()
    neighbour = right(course, NAME, sgd="def sgd(params, lr, batch_size): return torch.rand(1)")
    for kind, name in itertools.product(("alone", "hostile"), NEIGHBOURS):
        text = json.dumps(notebook([*neighbour, f"'{CANARY}'"]))
        (base / f"{kind}_{NAME}" / f"{name}.ipynb").write_text(text)
    for path, promise in kept.items():
        text = json.dumps(notebook(promise.cells(course)))
        (base / f"{path.parent.name}_{promise.assignment}" / f"{path.stem}.ipynb").write_text(text)
    for name in SHADOWS:
        shadow = base / f"hostile_{NAME}" / name
        shadow.write_text("raise SystemExit('LEAK: this file was imported')\n")
    place.give(place.folder)
    commands = {}
    for one in classes:
        if any((base / one.name).glob("*.ipynb")):
            commands[one.name] = (base / one.name, one.words(base))
    # the large class has the real start: the files of SHADOWS beside it must not be imported by that. The others share
    # a warm process, which saves three seconds each
    folder, words = commands.pop(f"hostile_{NAME}")
    everything = {f"hostile_{NAME}": place.run(*words, cwd=folder)}
    everything |= dict(zip(commands, place.run_each(list(commands.values())), strict=True))
    raw: dict[str, dict[str, bytes]] = {"alone": {}, "hostile": {}, "honest": {}}
    said = ""
    for one in classes:
        if one.name not in everything:
            continue
        done, out = everything[one.name], base / f"out_{one.name}"
        assert done.returncode == 0, done.stderr[-3000:]
        raw[one.kind] |= {p.stem: p.read_bytes() for p in (out / one.assignment).glob("*.json")}
        said += done.stdout + done.stderr + (out / "grades.csv").read_text()
    everybody = raw["hostile"] | raw["honest"]
    return Graded({name: Report.from_json(data) for name, data in everybody.items()}, everybody, raw["alone"], said)


def kept_in(place: Place, path: Path) -> Kept:
    """A kept notebook's promises; skipped where its head says why they can't hold."""
    kept = Kept.read(path)
    if kept.other_there and place.python[0] == "docker":
        pytest.skip(kept.other_there)
    return kept


@pytest.mark.parametrize("path", HOSTILE, ids=lambda p: p.stem)
def test_an_attack_earns_what_it_says_and_learns_nothing(
    graded: Graded, place: Place, course: Course, path: Path
) -> None:
    """Its score, exercise by exercise; no secret in its report; never a fault of ours."""
    kept, report = kept_in(place, path), graded.reports[path.stem]
    assert report.status == "graded", report.reason
    results, promised = {e.name: e for e in report.exercises}, kept.scores(course)
    assert {name: results[name].score for name in promised} == promised
    complete = [name for name in kept.not_all_of if results[name].score >= results[name].max_score]
    assert not complete
    told = told_to_a_student(report)
    assert not LEAKED.search(told)
    assert CANARY not in told
    assert "\x1b" not in told


def told_to_a_student(report: Report) -> str:
    """A report without what they wrote themselves, which is no news to them, and without what is for instructors."""
    exercises = []
    for exercise in report.exercises:
        tests = tuple(msgspec.structs.replace(test, said=None) for test in exercise.tests)
        exercises.append(msgspec.structs.replace(exercise, tests=tests))
    return msgspec.structs.replace(report, sources=(), exercises=tuple(exercises)).to_json().decode()


@pytest.mark.parametrize("path", HONEST, ids=lambda p: p.stem)
def test_honest_work_does_not_suffer(graded: Graded, place: Place, path: Path) -> None:
    """Full marks, and no note that frightens; commands that are not run while grading have theirs."""
    kept_in(place, path)
    report = graded.reports[path.stem]
    wrong = [t.message for e in report.exercises for t in e.tests if t.outcome != "passed"]
    assert (report.status, report.score, wrong) == ("graded", report.max_score, [])
    assert report.reason is None or "# note: " in path.read_text()


def without_measures(report: bytes) -> object:
    """All that a report says, but for what was measured."""
    return json.loads(report, object_hook=lambda part: {k: v for k, v in part.items() if k not in MEASURED})


def test_neighbours_do_not_notice(graded: Graded, course: Course) -> None:
    """But for what was measured, their reports are those of a class without anybody hostile in it."""
    assert set(graded.alone) == set(NEIGHBOURS)
    right_in = [e.name for e in course.assignments[NAME].exercises if e.name != "sgd"]
    for name, report in graded.alone.items():
        assert without_measures(graded.raw[name]) == without_measures(report), name
        full = [e.name for e in graded.reports[name].exercises if e.score == e.max_score]
        assert full == right_in, name


def test_what_is_printed_holds_no_secret(graded: Graded, place: Place) -> None:
    """The table, the progress and the grades are read by people, and shown to students."""
    lines = [line for line in graded.said.splitlines() if LEAKED.search(line)]
    assert place.python[0] == "docker" or not lines, lines
    assert CANARY not in graded.said
    assert "\x1b" not in graded.said
    assert len(graded.reports) == len(HOSTILE) + len(HONEST) + len(NEIGHBOURS)


def test_the_report_says_what_held(graded: Graded, request: pytest.FixtureRequest) -> None:
    """Each place has its layers, and none of them goes unnamed."""
    held = {layer for r in graded.reports.values() if r.status == "graded" for layer in r.isolation}
    kind = request.node.callspec.params["place"]
    expected = {"root": {"mnt", "pid", "net", "uid"}, "plain_user": {"mnt", "pid", "net", "user"}, "container": {"uid"}}
    assert expected[kind] | {"no_new_privs", "rlimits", "seccomp", "landlock"} <= held, held


def test_every_kind_is_here() -> None:
    """Each kind of the catalogue has its file, but for those that are not notebooks."""
    kinds = {int(path.name[1:3]) for path in HOSTILE}
    assert not set(range(1, 27)) - kinds


def test_security_counts_what_is_here() -> None:
    """What SECURITY.md says was tried: in all, and kind by kind."""
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    said = re.search(r"(\d+) attacks and (\d+) notebooks of honest work", text)
    assert said, "SECURITY.md says how many there are"
    assert [int(said[1]), int(said[2])] == [len(HOSTILE), len(HONEST)]
    table = text.partition("| tried | attacks |")[2].partition("\n\n")[0]
    numbers = sorted(int(number) for number in re.findall(r"\| (\d+) (?=\|)", table))
    assert numbers == sorted(Counter(path.name[1:3] for path in HOSTILE).values())
