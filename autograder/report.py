"""Order and Report: what grading is asked for and what it gives. Frozen plain data, the same on every platform."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from autograder.languages import say
from autograder.words.said import Said
from autograder.words.sentence import Sentence, said_of, sentence

# of a public test, where all hidden ones fail
EXAMPLE_ONLY = "right for this example; it earns points once a general test of this exercise passes, too"


class Status(StrEnum):
    """What became of a submission. With `ERROR` nobody has a zero: it could not be graded through a fault of ours."""

    GRADED = "graded"
    REJECTED = "rejected"
    ERROR = "error"


class ExerciseStatus(StrEnum):
    """What became of an exercise; `PARTIAL` is anything between no points and all of them."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    MISSING = "missing"
    NOT_ATTEMPTED = "not_attempted"


class Outcome(StrEnum):
    """What became of a test; `ERROR` is a fault of ours."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"


class VerdictKind(StrEnum):
    """Why a test ended as it did. A report tells it in words alone; what decides on a verdict asks for its kind."""

    PASSED = ""
    WRONG = "wrong"  # another answer than the one expected, or an argument that was changed
    RAISED = "raised"  # an exception in place of an answer
    UNUSABLE = "unusable"  # an answer that the test could not work with
    UNREADABLE = "unreadable"  # bytes that are no answer
    TOO_LARGE = "too large"
    TOO_SLOW = "too slow"
    CRASHED = "crashed"
    MISSING = "missing"
    NOT_ATTEMPTED = "not attempted"
    EXAMPLE_ONLY = "example only"  # right, but no hidden test of its exercise has passed
    UNSTEADY = "unsteady"  # right, and then wrong when the same was asked again
    NEEDS_OTHERS = "needs others"  # it can't be judged before what it uses is right
    ERROR = "error"  # a fault of ours
    OUT_OF_MEMORY = "out of memory"  # the grader's own memory was used up: ours, too, until it happens again

    @property
    def is_ours(self) -> bool:
        """Whether the fault is the grader's or the machine's, and nothing is said about the student's work."""
        return self in {VerdictKind.ERROR, VerdictKind.OUT_OF_MEMORY}


class TestResult(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One test of one exercise. `title` is the sentence that a student reads, `message` says what went wrong.

    `example_only`: a public test that was right, and earns nothing while no hidden test of its exercise has passed.
    """

    __test__ = False  # not for pytest

    name: str
    """The test's function in the grader module."""
    title: str
    """The sentence that a student reads."""
    outcome: Outcome
    """`passed`, `failed`, or `error`: a fault of the autograder."""
    score: float
    """Points earned."""
    max_score: float
    """Points that it is worth."""
    public: bool
    """Whether it is one of the checks in the notebook."""
    message: str
    """What went wrong, as far as the assignment's feedback tells it."""
    seconds: float
    """Wall time."""
    said: Said | None = None
    """All that went wrong, as a template and values: for instructors."""
    example_only: bool = False
    """A public test that is right, and earns nothing while no hidden test of its exercise passes."""

    @property
    def whole(self) -> str:
        """All that went wrong, in words, whatever the assignment's feedback tells a student."""
        return self.message if self.said is None else self.said.full


class ExerciseResult(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One exercise: its points are shared out over its tests by their weights.

    `stand_ins` are the exercises that it uses and that have failed, where it was graded with stand-ins in their place.
    """

    name: str
    """The exercise."""
    score: float
    """Points earned."""
    max_score: float
    """Points that it is worth."""
    status: ExerciseStatus
    """`passed`, `partial`, `failed`, `missing` or `not_attempted`."""
    tests: tuple[TestResult, ...]
    """Its tests, in the grader's order."""
    stand_ins: tuple[str, ...] = ()
    """The failed exercises that it uses, if it was graded with stand-ins for them."""

    @property
    def stand_ins_in_words(self) -> str:
        """What a student should know of stand-ins; nothing where there were none."""
        if not self.stand_ins:
            return ""
        parts = quoted(self.stand_ins)
        if len(self.stand_ins) == 1:
            return say(
                "{part} has mistakes, so `{exercise}` was graded with a stand-in: fix {part} as well.",
                part=parts,
                exercise=self.name,
            )
        return say(
            "{parts} have mistakes, so `{exercise}` was graded with stand-ins: fix {parts} as well.",
            parts=parts,
            exercise=self.name,
        )


def quoted(names: Sequence[str]) -> str:
    """`a`, `b` and `c`."""
    marked = [f"`{name}`" for name in names]
    if len(marked) < 2:
        return "".join(marked)
    return say("{names} and {last}", names=say(", ").join(marked[:-1]), last=marked[-1])


class Settled(msgspec.Struct, frozen=True):
    """A verdict on a test, with stand-ins for these exercises, that stays when its submission is graded again."""

    test: str
    kind: VerdictKind
    said: Said | None
    seconds: float
    stand_ins: tuple[str, ...] = ()


class Order(msgspec.Struct, frozen=True):
    """One submission to grade: the assignment, the notebook's path, whose it is, and the seed to draw inputs from.

    `fingerprint` goes into its report; `content` is sent where the file stays behind. `attempt` says how often it was
    graded before: each time draws other inputs, but for the tests whose verdicts from then are `settled`.
    """

    assignment: str
    notebook: str
    student: str | None
    seed: int
    fingerprint: str = ""
    content: bytes | None = None
    attempt: int = 0
    settled: tuple[Settled, ...] = ()


class Printed(msgspec.Struct, frozen=True):
    """What a cell printed, the middle of a long output left out."""

    cell: int
    """The cell's place in the notebook, from 1."""
    text: str
    """What it printed."""


class Source(msgspec.Struct, frozen=True):
    """What was handed in for an exercise: the cell that defines it, by its place in the notebook."""

    exercise: str
    """The exercise."""
    cell: int
    """The cell's place in the notebook, from 1."""
    text: str
    """The cell's code."""


Number = float | None  # None: not finite


class Heat(msgspec.Struct, frozen=True, tag_field="kind", tag="heat", kw_only=True):
    """|yours − expected| of a test's tensors: the slice with the worst element, at `worst`, of tensors of this `shape`.

    A large slice is shown in blocks, each by its largest element; `block` says how many rows and columns it has.
    """

    test: str
    """The test."""
    shape: tuple[int, ...]
    """The shape of the tensors."""
    worst: tuple[int, ...]
    """The index of the worst element."""
    block: tuple[int, int]
    """Rows and columns of a block."""
    rows: tuple[tuple[Number, ...], ...]
    """The largest difference in each block; null where it is not finite."""


class Shapes(msgspec.Struct, frozen=True, tag_field="kind", tag="shapes"):
    """Two shapes that should be one."""

    test: str
    """The test."""
    yours: tuple[int, ...]
    """The shape of the student's tensor."""
    expected: tuple[int, ...]
    """The expected shape."""


class Curves(msgspec.Struct, frozen=True, tag_field="kind", tag="curves"):
    """Two lists of numbers: losses, one after another; or with a `curve` of (x, f(x)), two ways along it.

    Of long lists each `step`-th number is there.
    """

    test: str
    """The test."""
    yours: tuple[Number, ...]
    """The student's numbers."""
    expected: tuple[Number, ...]
    """The expected numbers."""
    curve: tuple[tuple[float, float], ...] = ()
    """Points (x, f(x)) of the curve below the path."""
    step: int = 1
    """Each so-many-th number of a long list is there."""


Picture = Heat | Shapes | Curves


class Correction(msgspec.Struct, frozen=True, omit_defaults=True):
    """Points that a person has given, or that are due because a test is left out; `before` is what grading gave."""

    exercise: str
    """The exercise."""
    before: float
    """The points that grading gave."""
    points: float
    """The points that count."""
    reason: str
    """Why, as the instructor wrote it."""
    by: str = ""
    """Who decided."""
    said: Said | None = None
    """The reason as a template and values, if course.toml gives it."""

    @property
    def is_given(self) -> bool:
        """Whether a person gave these points, as opposed to a test that course.toml leaves out."""
        return self.by != "course.toml"


class Lateness(msgspec.Struct, frozen=True, omit_defaults=True):
    """How late work was handed in and what that costs, in `words`; `before` is the score without it.

    It `is_open` where only a person can tell how late it was: then nothing is taken off.
    """

    words: str
    """How late, and what that costs, as a sentence."""
    before: float
    """The score without it."""
    is_open: bool = False
    """Nobody knows the time yet: a person has to decide, and nothing is taken off."""
    percent: float = 0.0
    """What lateness takes off, in percent of the assignment's points."""
    floor: float = 0.0
    """The score, in percent of the points, below which lateness takes nobody."""
    said: Said | None = None
    """The words as a template and values."""


class Report(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="schema", tag=1):
    """One submission, graded. `reason` says why it was rejected, what failed on our side, or what its cells raised.

    In JSON, `schema` is the number of this form of reports.

    `peak_mb` is the most memory that the notebook's processes had at once while its cells ran, `processor_seconds` what
    they computed, both as far as the machine tells. `printed` is there only where something was printed. Of a class's
    submissions there are also `sources`, the cells in which the exercises were found, `pictures` of what failed, and
    `fingerprint`, a hash of all that the report depends on, of which `made_of` has the parts.

    `name` is the person's, `late` "yes" or "no" where the platform says it, `file` the one that counts as the platform
    named it, and `note` says how that was chosen. Where a person has changed points, `corrections` tells which, and
    `uncorrected` are the exercises as they were graded. `edition` is a sentence where the notebook's stamp is that of
    another edition or assignment: a student can change the stamp, and no points depend on it. `handed_in` is the time
    of handing in, as far as the platform tells it, and `lateness` what being late has made of the score.
    """

    assignment: str
    """The assignment."""
    student: str | None
    """The student's key; null for a single notebook."""
    score: float
    """Points earned, corrections and lateness included."""
    max_score: float
    """Points of all exercises."""
    status: Status
    """`graded`, `rejected`, or `error`: a fault of the autograder, never a zero."""
    reason: str | None
    """Why it was rejected or could not be graded, or what its cells raised."""
    seed: int
    """The seed from which inputs were drawn."""
    isolation: tuple[str, ...]
    """The layers of the jail that held."""
    device: str
    """The device on which the student's code computed."""
    versions: dict[str, str]
    """The versions of Python, torch and this package."""
    seconds: float
    """Wall time of grading."""
    exercises: tuple[ExerciseResult, ...]
    """The exercises, in the assignment's order."""
    peak_mb: float = 0.0
    """The most memory that the notebook's processes had at once while its cells ran."""
    processor_seconds: float = 0.0
    """What they computed in that time."""
    printed: tuple[Printed, ...] = ()
    """What the cells printed."""
    sources: tuple[Source, ...] = ()
    """The cells in which the exercises were found; only in a class."""
    pictures: tuple[Picture, ...] = ()
    """What the page draws of failed tests; only in a class."""
    fingerprint: str = ""
    """A hash of all that the report depends on; only in a class."""
    name: str = ""
    """The student's name, from the class list or the platform."""
    late: str = ""
    """`yes` or `no`, where the platform says it, or by the deadline."""
    file: str = ""
    """The file that counts, as the platform named it."""
    note: str = ""
    """How it was chosen from several."""
    edition: str = ""
    """A sentence, if the notebook comes from another edition or assignment; no points depend on it."""
    made_of: dict[str, str] = {}
    """The hashes that `fingerprint` is made of."""
    corrections: tuple[Correction, ...] = ()
    """Overrides, and tests that were left out."""
    uncorrected: tuple[ExerciseResult, ...] = ()
    """The exercises as they were graded, if a correction changed them."""
    handed_in: str = ""
    """The time of handing in, as far as the platform tells it."""
    lateness: Lateness | None = None
    """What lateness did to the score."""
    late_by_platform: str | None = None
    """What the platform says in place of `late`, if that is by the deadline and differs."""
    language: str = ""
    """The language of the student's page, if it is not English: that of `--language`, or of the notebook."""
    reason_said: Said | None = None
    """The reason as a template and values, from which pages make words in their language."""
    note_said: Said | None = None
    """The note as a template and values."""
    edition_said: Said | None = None
    """The edition as a template and values."""

    @property
    def given_points(self) -> float:
        """The points that stand because a person gave them, whatever lateness costs."""
        return sum(correction.points for correction in self.corrections if correction.is_given)

    def to_json(self) -> bytes:
        """The report as indented JSON, ending in a newline."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2) + b"\n"

    @staticmethod
    def from_json(data: bytes) -> Report:
        """The report in this JSON. Raises msgspec.MsgspecError where it is not one."""
        return msgspec.json.decode(data, type=Report)


class Graded(msgspec.Struct, frozen=True):
    """What grading an order gives: the report, and what matters if it has to be graded again.

    `disturbed`: what was going on beside it may have cost points, such as a processor that it did not get; graded by
    itself it may have a better report. The verdicts that are `settled` stay all the same, and so does what the notebook
    printed and raised, if that `stands`. `out_of_memory`: the grader's own memory was used up, and there is no result.
    `course_faults`: the course's own files can't be used; a line for their author on each fault. `warnings`: what these
    files have warned of since the last order, in lines.
    """

    report: Report
    disturbed: bool = False
    settled: tuple[Settled, ...] = ()
    stands: bool = True
    out_of_memory: bool = False
    course_faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def our_fault(fault: object) -> Sentence:
    """The reason of a report where grading has failed."""
    return sentence("our fault: {fault}", fault=fault)


def ungraded(order: Order, status: str, reason: str, max_score: float = 0.0) -> Report:
    """A report without results: nothing of the submission was run, or nothing that counts.

    `status` is "rejected" or "error"; any word that is no Status raises ValueError.
    """
    return Report(
        assignment=order.assignment,
        student=order.student,
        score=0.0,
        max_score=max_score,
        status=Status(status),
        reason=str(reason),
        reason_said=said_of(reason),
        seed=order.seed,
        isolation=(),
        device="cpu",
        versions={},
        seconds=0.0,
        exercises=(),
    )
