"""Course, Assignment, Exercise, as `solutions/course.toml` orders them: the only module that knows where things lie."""

from __future__ import annotations

import functools
import sys
from collections.abc import Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Literal

import msgspec

from autograder import course_files, order_faults, required
from autograder.deadlines import Deadline, Late, beginning_of, dates_as_text, deadline_of, with_example, zone_of
from autograder.languages import ENGLISH, NO_PHRASES, BadCatalogue, Phrases, is_code, phrases_in
from autograder.limits import Limits
from autograder.names import in_a_line
from autograder.order_faults import Located
from autograder.toml_lines import line_of
from autograder.words.sentence import sentence

ORDER = "solutions/course.toml"
# how a released notebook marks its cells: every room that looks for them has these from here
CHECK = "-check"  # what the grade_id of a check cell has behind the name of its exercise
DEMO = "demo"  # the tag of a cell that only shows what the exercises do
SERVING = "serving"  # the tag of a cell that brings the checks, or calls all of them
ANSWER = "*Your answer here, in place of this line.*"  # stands below a question until a student writes something
SHARED = "_course"  # the catalogue of texts that several assignments have


class UsageError(Exception):
    """The command can't do what it was asked to; a template and the values for its names say what to do.

    `why` is the sentence; a text without values is one as it stands, whatever braces are in it.
    """

    def __init__(self, template: str, /, **values: object) -> None:
        self.why = sentence(template, **values) if values else template
        super().__init__(str(self.why))


class NoCourse(UsageError):
    """There is no course where one was looked for."""


class CourseFault(UsageError):
    """The course is not what it should be: each of the `lines` says where, what is wrong, and what to do."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


class Exercise(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One stub inside an assignment. `uses` names those of the same notebook that its solution calls."""

    name: str
    """The name that the notebook must define."""
    points: float
    """Its points, shared out over its tests by weight."""
    uses: tuple[str, ...] = ()
    """Exercises of the same notebook that a right answer may call."""


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question to be answered in words. A person gives its `points`: no report counts them."""

    name: str
    """The question's name, as in the solution."""
    points: float
    """Points that a person gives; no report counts them."""


class Gradescope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How an assignment shows there: when students see `hidden` tests, a leaderboard, how many are graded at most.

    Where any test is not visible, Gradescope does not show students their score either, and there is no leaderboard.
    """

    hidden: Literal["visible", "hidden", "after_due_date", "after_published"] = "visible"
    """When students see hidden tests. While any is hidden, Gradescope shows no score either."""
    leaderboard: bool = False
    """Show a leaderboard, if all tests are visible."""
    per_hour: int = 0
    """The most uploads that are graded in an hour; 0: any number."""
    per_day: int = 0
    """The most uploads that are graded in a day; 0: any number."""


class Assignment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One notebook that a student receives.

    `feedback` is what a hidden test that fails tells: all that it knows ("full"); what kind of difference there is,
    without inputs, values or anything else that the student's code could have put there ("hints"); nothing ("score").
    Tests that `exclude` names were found to be wrong after the fact: their points go to the others of the exercise.
    `due` is when it has to be handed in, and `late` what it costs to hand it in later.
    """

    name: str
    """The name of `solutions/NAME.py`, in snake_case."""
    title: str
    """The title, as pages show it."""
    exercises: tuple[Exercise, ...]
    """The exercises, in the order of the notebook."""
    feedback: Literal["full", "hints", "score"] = "hints"
    """What a failed hidden test tells: everything, the kind of difference, or nothing."""
    gradescope: Gradescope = Gradescope()
    """How the assignment shows on Gradescope."""
    questions: tuple[Question, ...] = ()
    """Questions that a person grades."""
    exclude: tuple[str, ...] = ()
    """Tests that were found to be wrong; their points go to the others of the exercise."""
    due: str = ""
    """When it is due: a date or a time; a date means the end of that day."""
    late: Late | None = None
    """What lateness costs; left out: nothing."""
    files: tuple[str, ...] = ()
    """Files and folders of `solutions/` that students get beside the notebook, and find there when they are graded."""
    release: str = ""
    """When students get it: `release --due` leaves it out before. A date means the beginning of that day."""
    requires: tuple[str, ...] = ()
    """Packages that it takes beside torch, numpy, matplotlib and scikit-learn, as pip reads them."""

    @property
    def max_score(self) -> float:
        """The points of all its exercises."""
        return sum(exercise.points for exercise in self.exercises)


class Students(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What students are told: by the last cell of each notebook, and by the README of their folder."""

    hand_in: str = ""
    """Where and how to hand in a notebook, as a sentence: Upload it to Canvas, under Assignments."""
    by_hand: str = ""
    """What a person grades beside the questions, as the end of "A person grades: …"."""


class CourseFile(msgspec.Struct, forbid_unknown_fields=True):
    """What `solutions/course.toml` holds."""

    title: str
    """The course's name, as pages show it."""
    assignments: list[Assignment] = []
    """The notebooks, in the course's order."""
    limits: Limits = Limits()
    """What one submission may use."""
    students: Students = Students()
    """What students are told about handing in."""
    url: str = ""
    """Where students' folders are published as plain files: notebooks there open in Colab by a badge."""
    time_zone: str = ""
    """The time zone of each `due` that names none, such as "Europe/Berlin"."""
    languages: tuple[str, ...] = ()
    """The languages beside English in which the notebooks are released, such as "zh"."""


class Course(msgspec.Struct, frozen=True):
    """A course and the folder that it lies in. `url` is where students' folders are published, as plain files.

    Times that name no time zone are meant in that of `time_zone`. Notebooks are released in English and in `languages`.
    """

    root: Path
    title: str
    assignments: dict[str, Assignment]
    limits: Limits
    url: str = ""
    time_zone: str = ""
    languages: tuple[str, ...] = ()
    students: Students = Students()

    @staticmethod
    def load(root: Path) -> Course:
        """Read the course below `root`. Raises UsageError where there is none or its order can't be read."""
        try:
            order = _order_in(root / ORDER)
        except (FileNotFoundError, NotADirectoryError):
            raise NoCourse(
                "no course in {root}: expected {order} there (go to it, name it by --course, or make one: "
                "`autograder init DIR`)",
                root=root, order=ORDER,
            ) from None
        assignments = {assignment.name: assignment for assignment in order.assignments}
        course = Course(
            root, order.title, assignments, order.limits, order.url, order.time_zone, order.languages, order.students
        )
        for name in assignments:
            course.deadline(name)
            course.released_from(name)
        return course

    @staticmethod
    def find(start: Path, *, or_the_checkouts: bool = True) -> Course:
        """The course in this folder or the nearest above it; else that of the checkout which this package runs from.

        A command that writes into the course must not take the checkout's by surprise. Raises UsageError.
        """
        folders = [start, *start.parents]
        if or_the_checkouts:
            folders.append(Path(__file__).resolve().parent.parent)
        for folder in folders:
            if (folder / ORDER).is_file():
                return Course.load(folder)
        return Course.load(start)

    def without_decisions(self) -> Course:
        """The course as its tests are run: what is left out or late is decided afterwards, from the reports."""
        assignments = {}
        for name, assignment in self.assignments.items():
            assignments[name] = msgspec.structs.replace(assignment, exclude=(), due="", late=None, release="")
        return msgspec.structs.replace(self, assignments=assignments)

    def telling_all(self) -> Course:
        """The course with no feedback kept back, as its author sees it."""
        assignments = {}
        for name, assignment in self.assignments.items():
            assignments[name] = msgspec.structs.replace(assignment, feedback="full")
        return msgspec.structs.replace(self, assignments=assignments)

    @property
    def zone(self) -> tzinfo | None:
        """The course's time zone, if it has named one. Raises CourseFault."""
        if not self.time_zone:
            return None
        try:
            return zone_of(self.time_zone)
        except ValueError as fault:
            raise self._fault_at("$", "time_zone", f"time_zone: {fault}") from None

    def deadline(self, name: str) -> Deadline | None:
        """When an assignment is due, if the course says so. Raises CourseFault for a time that can't be meant."""
        assignment = self.assignment(name)
        late = assignment.late
        if not assignment.due:
            if late is not None:
                raise self._fault_in(name, "late", "late without due: say when it is due, or take it out")
            return None
        zone = self.zone
        example = 'due = 2026-11-25T23:59:00+01:00, or due = 2026-11-25 and time_zone = "Europe/Berlin" below title'
        try:
            due = deadline_of(assignment.due, zone)
        except ValueError as fault:
            raise self._fault_in(name, "due", with_example(f"due: {fault}", example)) from None
        until = None
        if late is not None and late.until:
            try:
                until = deadline_of(late.until, zone or due.tzinfo)
            except ValueError as fault:
                what = with_example(f"late.until: {fault}", example.replace("due", "until"))
                raise self._fault_in(name, "late.until", what) from None
            if until.timestamp() < due.timestamp():
                raise self._fault_in(name, "late.until", "late.until is before due: expected a later time")
        return Deadline(due.astimezone(zone or due.tzinfo), late, until)

    def released_from(self, name: str) -> datetime | None:
        """When students get an assignment, if the course says so. Raises CourseFault for a time that can't be meant."""
        text = self.assignment(name).release
        if not text:
            return None
        zone = self.zone
        try:
            return beginning_of(text, zone)
        except ValueError as fault:
            example = 'release = 2026-11-02T08:00:00+01:00, or release = 2026-11-02 and time_zone = "Europe/Berlin"'
            raise self._fault_in(name, "release", with_example(f"release: {fault}", example)) from None

    def _fault_in(self, name: str, key: str, what: str) -> CourseFault:
        """What is wrong with a key of an assignment, such as `late.until`, with its line."""
        number = list(self.assignments).index(name)
        table, _, last_key = key.rpartition(".")
        path = f"$.assignments[{number}]"
        if table:
            path += f".{table}"
        return self._fault_at(path, last_key, f"{name}: {what}")

    def _fault_at(self, path: str, key: str, what: str) -> CourseFault:
        order = self.root / ORDER
        return _fault(order, [(line_of(order.read_text(encoding="utf-8"), path, key), what)])

    def names_to_release(self, now: datetime) -> list[str]:
        """The assignments that students may have at a time: those of which the course names no later one."""
        names = []
        for name in self.assignments:
            moment = self.released_from(name)
            if moment is None or moment.timestamp() <= now.timestamp():
                names.append(name)
        return names

    def assignment(self, name: str) -> Assignment:
        """The assignment of this name. Raises UsageError where there is none."""
        if name not in self.assignments:
            raise UsageError(self.lacks(name))
        return self.assignments[name]

    def lacks(self, name: str) -> str:
        """The sentence for an assignment that is none of the course's."""
        if not self.assignments:
            return f"no assignment {name!r}: this course has none yet; `autograder new NAME` makes one"
        return f"no assignment {name!r}; this course has: {', '.join(self.assignments)}"

    def solution(self, assignment: str) -> Path:
        """The percent-format module that is the notebook's source and the reference."""
        return self.root / "solutions" / f"{assignment}.py"

    def grader(self, assignment: str) -> Path:
        """The hidden pytest module."""
        return self.root / "tests" / "graders" / f"test_{assignment}.py"

    def beside_grader(self, assignment: str) -> list[Path]:
        """What lies with the hidden module and is no other assignment's: conftest.py, modules that it imports, data."""
        return course_files.beside_grader(self.grader(assignment).parent)

    def given_files(self, assignment: str) -> dict[str, Path]:
        """The files that students get beside the notebook, by their names there. Raises CourseFault."""
        patterns = self.assignment(assignment).files
        if not patterns:
            return {}
        private = [Path(ORDER).name, *(f"{name}.py" for name in self.assignments)]
        try:
            given = course_files.given_files(self.solution(assignment).parent, patterns, assignment, private)
            course_files.check_sizes(given, self.limits.file_mb, self.limits.files_mb)
        except ValueError as fault:
            raise self._fault_in(assignment, "files", str(fault)) from None
        return given

    def check_requires(self, assignment: str) -> None:
        """Raise UsageError where a package that the assignment requires is not installed here, or can't be read."""
        try:
            problem = required.problem(self.assignment(assignment).requires)
        except ValueError as fault:
            raise self._fault_in(assignment, "requires", str(fault)) from None
        if problem:
            raise UsageError("{assignment} {problem}", assignment=assignment, problem=problem)

    def released(self, assignment: str) -> Path:
        """The folder that a student receives."""
        return self.root / "assignments" / assignment

    def notebook(self, assignment: str) -> Path:
        """The notebook that a student receives."""
        return self.released(assignment) / f"{assignment}.ipynb"

    def notebooks(self, assignment: str) -> list[Path]:
        """The notebooks that students receive, in English and in each other language, as far as they are there."""
        paths = [self.notebook(assignment)]
        for language in self.languages:
            paths.append(self.root / "assignments" / language / assignment / f"{assignment}.ipynb")
        return [path for path in paths if path.is_file()]

    def catalogue(self, language: str, name: str) -> Path:
        """The translations of an assignment's texts into a language, or with SHARED of those that several share."""
        return self.root / "solutions" / "locale" / language / f"{name}.po"

    def check_languages(self) -> None:
        """Raise UsageError where the course names a language into which nothing of it was ever translated."""
        for language in self.languages:
            catalogues = [self.catalogue(language, name) for name in (SHARED, *self.assignments)]
            if not any(path.is_file() for path in catalogues):
                missing = catalogues[-1].relative_to(self.root)
                command = f"autograder translate {language}"
                raise UsageError(
                    '{missing} is missing, and {order} names the language "{language}": run `{command}`',
                    missing=missing, order=ORDER, language=language, command=command,
                )

    def phrases(self, assignment: str, language: str) -> Phrases:
        """An assignment's texts in a language, as far as they are translated. Raises UsageError."""
        if language in ("", ENGLISH):
            return NO_PHRASES
        try:
            return phrases_in([self.catalogue(language, name) for name in (assignment, SHARED)], language)
        except BadCatalogue as fault:
            raise UsageError(str(fault)) from None

    def phrases_for_pages(self, assignment: str, language: str) -> Phrases:
        """The same for who reads of results: where a catalogue can't be read, English ones, and a warning."""
        try:
            return self.phrases(assignment, language)
        except (UsageError, OSError) as fault:
            _warn(f"{fault}: its texts are shown in English")
            return NO_PHRASES

    def editions(self, assignment: str) -> Path:
        """What was released of it so far: `release` writes it, beside the solutions."""
        return self.root / "solutions" / "editions" / f"{assignment}.json"

    @property
    def notes(self) -> Path:
        """The folder of an instructor's notes on kinds of wrong answers, a file for each exercise."""
        return self.root / "solutions" / "notes"

    def needed(self, assignment: str) -> list[Path]:
        """The files that grading it takes, and nothing else."""
        wanted = [self.root / ORDER, self.solution(assignment), self.grader(assignment), *self.notebooks(assignment)]
        wanted += [self.editions(assignment), *self.beside_grader(assignment)]
        wanted += self.given_files(assignment).values()
        for language in self.languages:
            wanted += [self.catalogue(language, assignment), self.catalogue(language, SHARED)]
        return [path for path in wanted if path.is_file()]

    def answers(self, assignment: str, exercise: str) -> list[Path]:
        """The answers kept for an exercise, right and wrong."""
        return sorted((self.root / "tests" / "submissions" / assignment / exercise).glob("*.py"))


@functools.cache
def _warn(line: str) -> None:
    """Print a warning once, however many pages it is about."""
    print(f"autograder: {in_a_line(line)}", file=sys.stderr)


def _order_in(path: Path) -> CourseFile:
    """What a course.toml holds. Raises CourseFault where it can't be read, or can't be meant, and OSError."""
    content = path.read_bytes()
    text = content.decode("utf-8", "replace")
    try:
        order = msgspec.convert(dates_as_text(msgspec.toml.decode(content)), CourseFile)
    except msgspec.ValidationError as fault:
        raise _fault(path, [order_faults.unfit(text, fault, CourseFile)]) from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as fault:
        raise _fault(path, [order_faults.unreadable(text, fault)]) from None
    impossible = list(order_faults.impossible(text, order.assignments))
    if impossible:
        raise _fault(path, impossible)
    _check_languages(path, text, order)
    return order


def _fault(path: Path, places: Sequence[Located]) -> CourseFault:
    return CourseFault([f"{path}:{line}: {what}" for line, what in places])


def _check_languages(path: Path, text: str, order: CourseFile) -> None:
    """Raise CourseFault for a language that can't be released: its notebooks lie in a folder of its name."""
    names = {assignment.name for assignment in order.assignments}
    line = line_of(text, "$", "languages")
    for language in order.languages:
        if not is_code(language) or language == ENGLISH:
            what = f"languages: expected codes such as zh or pt_BR, and not en, got {language!r}"
            raise _fault(path, [(line, what)])
        if language in names:
            what = f"languages: an assignment is called {language}, too: rename the assignment"
            raise _fault(path, [(line, what)])
