"""A test of a grader's, and the verdict on it: what a student's code did, as a kind and in words."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from autograder.grading.compare import Drawn
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
from autograder.words.message import Message, message
from autograder.words.said import UNTOLD, Said, said

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
_TOO_LARGE = "your result is too large to check"
_UNREADABLE = "your result can't be read"


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
    """How one test ended, and what was `said` of it: nothing where it passed. `seconds` of wall time it took.

    `drawn` is what a picture may show of it, `missing` the name that the notebook does not define.
    """

    kind: VerdictKind
    said: Said | None
    seconds: float
    drawn: Drawn | None = None
    missing: str = ""

    @staticmethod
    def plain(kind: VerdictKind, text: str | Message, seconds: float = 0.0) -> Verdict:
        """A verdict in words of the engine's; without words, nothing is said."""
        return Verdict(kind, said(text, clean) if text else None, seconds)

    @staticmethod
    def reached_before(settled: Settled) -> Verdict:
        """The verdict that was reached when the submission was graded before."""
        return Verdict(settled.kind, settled.said, settled.seconds)

    def settled(self, test: str, stand_ins: tuple[str, ...]) -> Settled:
        """The verdict on this test, with these stand-ins, in the form in which it outlives this process."""
        return Settled(test, self.kind, self.said, self.seconds, stand_ins)

    @property
    def passed(self) -> bool:
        """Whether the test passed."""
        return self.kind is VerdictKind.PASSED

    @property
    def message(self) -> str:
        """All that was said."""
        return "" if self.said is None else self.said.full

    @property
    def hint(self) -> str:
        """What may be told of a hidden test, with the values that are marked as told by the notebook."""
        return "" if self.said is None else self.said.in_hints()


def verdict_on_answer(
    fault: AssertionError | StudentFault | ProtocolError, seconds: float, literals: Container[str] = ()
) -> Verdict:
    """The verdict on a test that failed by what the student's code did.

    `literals` are the texts that stand in the source of the grader and of the comparison: what hints may tell.
    """
    if isinstance(fault, AssertionError):
        return _verdict_on_mismatch(fault, seconds, literals)
    if isinstance(fault, ProtocolError):
        reason = message("{reason}", hint=_UNREADABLE, reason=fault)
        return Verdict(VerdictKind.UNREADABLE, said(reason, clean), seconds)
    missing = fault.name if isinstance(fault, Missing) else ""
    return Verdict(_kind_of(fault), said(fault.message, clean), seconds, missing=missing)


def _kind_of(fault: StudentFault) -> VerdictKind:
    for kind_of_fault, kind in _KINDS.items():
        if isinstance(fault, kind_of_fault):
            return kind
    raise TypeError(f"{type(fault).__name__} is a fault of no known kind")


def _verdict_on_mismatch(fault: AssertionError, seconds: float, literals: Container[str]) -> Verdict:
    what = fault.args[0] if fault.args else ""
    if not isinstance(what, Message):
        what = str(what).split("\nassert ")[0]  # pytest adds the source of a failed assertion: it is the grader's
    words = said(what, clean, literals) if what else said(Message(UNTOLD))
    return Verdict(VerdictKind.WRONG, words, seconds, getattr(fault, "drawn", None))


def verdict_on_use(fault: BaseException, seconds: float) -> Verdict:
    """The verdict on a test that failed as it worked with what the student's code returned."""
    if isinstance(fault, MemoryError) or _OUT_OF_MEMORY in str(fault):
        return Verdict.plain(VerdictKind.TOO_LARGE, _TOO_LARGE, seconds)
    # the proxy's name would mean nothing to a student
    reason = str(fault).replace("'RemoteObject'", "an object that is neither tensor nor number")
    words = message(
        "your result has a type, shape or attribute that this test can't use: {reason}",
        hint="your result lacks the type, shape or attribute that this test needs",
        reason=reason,
    )
    return Verdict.plain(VerdictKind.UNUSABLE, words, seconds)


def verdict_on_stand_ins(seconds: float) -> Verdict:
    """The verdict on a test that the reference fails as well with stand-ins: it asks for what only the part gives."""
    words = "this test needs the exercises that this one uses: fix these first"
    return Verdict.plain(VerdictKind.NEEDS_OTHERS, words, seconds)


def verdict_on_ours(fault: BaseException, seconds: float) -> Verdict:
    """The verdict on a test that could not be held, through a fault of the grader's or of the machine's."""
    kind = VerdictKind.OUT_OF_MEMORY if isinstance(fault, MemoryError) else VerdictKind.ERROR
    words = message("{kind}: {text}", kind=type(fault).__name__, text=fault)
    return Verdict.plain(kind, words, seconds)
