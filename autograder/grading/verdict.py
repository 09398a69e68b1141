"""A test of a grader's, and the verdict on it: what a student's code did, as a kind and in words."""

from __future__ import annotations

from dataclasses import dataclass

from autograder.grading.compare import Drawn, full, hint
from autograder.remote.faults import (
    Changed,
    Crashed,
    Missing,
    NotAllowed,
    NotAttempted,
    StudentError,
    StudentFault,
    TooMuch,
    TooSlow,
)
from autograder.remote.texts import clean
from autograder.report import Settled, VerdictKind
from autograder.wire.frames import ProtocolError

# of a fault's type or the first of its bases that stands here
_KINDS: dict[type[StudentFault], VerdictKind] = {
    NotAttempted: VerdictKind.NOT_ATTEMPTED,
    Missing: VerdictKind.MISSING,
    StudentError: VerdictKind.RAISED,
    Changed: VerdictKind.WRONG,
    NotAllowed: VerdictKind.WRONG,
    TooSlow: VerdictKind.TOO_SLOW,
    TooMuch: VerdictKind.TOO_LARGE,
    Crashed: VerdictKind.CRASHED,
}
_OUT_OF_MEMORY = "can't allocate memory"  # torch raises a plain RuntimeError, which only these words tell apart
_TOO_LARGE = "to look at what your code returned took too much of the grader's memory: is it far too large?"
_UNUSABLE = "what your code returned can't be used here"
_UNREADABLE = "your answer can't be read"


@dataclass(frozen=True)
class Task:
    """One test as the grader module declares it. `title` is the sentence that a student reads."""

    name: str
    title: str
    exercise: str
    weight: float
    public: bool


@dataclass(frozen=True)
class Verdict:
    """How one test ended: `message` tells all, `hint` what may be told of any test. `seconds` of wall time it took.

    `drawn` is what a picture may show of it, `missing` the name that the notebook does not define.
    """

    kind: VerdictKind
    message: str
    hint: str
    seconds: float
    drawn: Drawn | None = None
    missing: str = ""

    @staticmethod
    def plain(kind: VerdictKind, message: str, seconds: float = 0.0) -> Verdict:
        """A verdict whose message tells nothing of a test's inputs."""
        return Verdict(kind, message, message, seconds)

    @staticmethod
    def reached_before(settled: Settled) -> Verdict:
        """The verdict that was reached when the submission was graded before."""
        return Verdict(settled.kind, settled.message, settled.hint, settled.seconds)

    def settled(self, test: str, stand_ins: tuple[str, ...]) -> Settled:
        """The verdict on this test, with these stand-ins, in the form in which it outlives this process."""
        return Settled(test, self.kind, self.message, self.hint, self.seconds, stand_ins)

    @property
    def passed(self) -> bool:
        """Whether the test passed."""
        return self.kind is VerdictKind.PASSED


def verdict_on_answer(fault: AssertionError | StudentFault | ProtocolError, seconds: float) -> Verdict:
    """The verdict on a test that failed by what the student's code did."""
    if isinstance(fault, AssertionError):
        return _verdict_on_mismatch(fault, seconds)
    message = clean(str(fault))
    if isinstance(fault, ProtocolError):
        return Verdict(VerdictKind.UNREADABLE, message, _UNREADABLE, seconds)
    missing = fault.name if isinstance(fault, Missing) else ""
    return Verdict(_kind_of(fault), message, clean(fault.hint), seconds, missing=missing)


def _kind_of(fault: StudentFault) -> VerdictKind:
    for kind_of_fault, kind in _KINDS.items():
        if isinstance(fault, kind_of_fault):
            return kind
    raise TypeError(f"{type(fault).__name__} is a fault of no known kind")


def _verdict_on_mismatch(fault: AssertionError, seconds: float) -> Verdict:
    # not str(fault): a Mismatch's tells all, and the hint is made of the marks in its argument
    text = str(fault.args[0]) if fault.args else ""
    text = text.split("\nassert ")[0]  # pytest adds the source of a failed assertion: it is the grader's
    if not text:
        text = "not as it should be"
    return Verdict(VerdictKind.WRONG, clean(full(text)), clean(hint(text)), seconds, getattr(fault, "drawn", None))


def verdict_on_use(fault: BaseException, seconds: float) -> Verdict:
    """The verdict on a test that failed as it worked with what the student's code returned."""
    if isinstance(fault, MemoryError) or _OUT_OF_MEMORY in str(fault):
        return Verdict.plain(VerdictKind.TOO_LARGE, _TOO_LARGE, seconds)
    # the proxy's name would mean nothing to a student
    reason = str(fault).replace("'RemoteObject'", "an object that is neither tensor nor number")
    return Verdict(VerdictKind.UNUSABLE, clean(f"{_UNUSABLE}: {reason}"), _UNUSABLE, seconds)


def verdict_on_stand_ins(seconds: float) -> Verdict:
    """The verdict on a test that the reference fails as well with stand-ins: it asks for what only the part gives."""
    return Verdict.plain(VerdictKind.NEEDS_OTHERS, "it can't be judged before what it uses is right", seconds)


def verdict_on_ours(fault: BaseException, seconds: float) -> Verdict:
    """The verdict on a test that could not be held, through a fault of the grader's or of the machine's."""
    kind = VerdictKind.OUT_OF_MEMORY if isinstance(fault, MemoryError) else VerdictKind.ERROR
    return Verdict.plain(kind, clean(f"{type(fault).__name__}: {fault}"), seconds)
