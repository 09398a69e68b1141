"""A verdict's kind is decided once, by what was raised; its hint tells nothing that a student's code chose."""

import pytest

from autograder.grading.compare import Mismatch, either
from autograder.grading.verdict import Verdict, verdict_on_answer, verdict_on_ours, verdict_on_use
from autograder.remote import faults
from autograder.report import VerdictKind
from autograder.wire.frames import ProtocolError
from autograder.wire.messages import Error, Failure, FailureKind


def raised(kind, message):
    """The fault for an exception of this type in a student's code."""
    return faults.raised(Failure(1, FailureKind.RAISED, Error(kind, message, None, None), []))


RAISED = {
    faults.NotAttempted("not attempted yet (in cell 3)"): VerdictKind.NOT_ATTEMPTED,
    faults.Missing("sgd"): VerdictKind.MISSING,
    faults.StudentError("ValueError", "your code raised ValueError: 3", ", in cell 4"): VerdictKind.RAISED,
    raised("AttributeError", "shape"): VerdictKind.RAISED,
    raised("TypeError", "no length"): VerdictKind.RAISED,
    faults.Changed("your code changed its first argument"): VerdictKind.WRONG,
    faults.TooSlow("no answer within 3 s"): VerdictKind.TOO_SLOW,
    faults.TooMuch("your code returned more than 8 MB"): VerdictKind.TOO_LARGE,
    faults.Crashed("your code's process ended"): VerdictKind.CRASHED,
    Mismatch("another value"): VerdictKind.WRONG,
    AssertionError(): VerdictKind.WRONG,
    ProtocolError("not a pair"): VerdictKind.UNREADABLE,
}


def subclasses(kind):
    for subclass in kind.__subclasses__():
        yield subclass
        yield from subclasses(subclass)


def test_each_fault_of_a_students_has_a_kind():
    """None is forgotten, whoever adds one."""
    for fault, kind in RAISED.items():
        verdict = verdict_on_answer(fault, 0.5)
        assert verdict.kind is kind and not verdict.passed and not kind.is_ours and verdict.seconds == 0.5
    assert set(subclasses(faults.StudentFault)) == {type(f) for f in RAISED if isinstance(f, faults.StudentFault)}


def test_the_name_that_is_missing_stands_beside_the_words():
    """Whether it is the exercise's own is decided by the name, and not by comparing messages."""
    verdict = verdict_on_answer(faults.Missing("sgd"), 0.0)
    assert (verdict.missing, verdict.message) == ("sgd", "your notebook defines no `sgd`")
    assert "sgd" not in verdict.hint
    assert verdict_on_answer(faults.TooSlow("late"), 0.0).missing == ""


def test_a_hint_holds_back_what_the_message_tells():
    """Of an answer that is wrong, that can't be read, and that can't be used."""
    wrong = verdict_on_answer(Mismatch(f"values differ{either(' at [3]')}"), 0.0)
    assert (wrong.message, wrong.hint) == ("values differ at [3]", "values differ")
    assert verdict_on_answer(ProtocolError("LEAK"), 0.0).hint == "your answer can't be read"
    unusable = verdict_on_use(KeyError("LEAK"), 0.0)
    assert unusable.kind is VerdictKind.UNUSABLE and "LEAK" in unusable.message and "LEAK" not in unusable.hint


@pytest.mark.parametrize("fault", [MemoryError(), RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried")])
def test_what_takes_too_much_memory_to_look_at_is_the_students(fault):
    """Python says so by a type of its own, torch by words alone."""
    assert verdict_on_use(fault, 0.0).kind is VerdictKind.TOO_LARGE


def test_memory_that_the_grader_itself_lacks_is_told_apart():
    """Both are ours; only the second is tried again with nothing beside it."""
    assert verdict_on_ours(OSError("no such file"), 0.0).kind is VerdictKind.ERROR
    verdict = verdict_on_ours(MemoryError("too much"), 0.0)
    assert verdict.kind is VerdictKind.OUT_OF_MEMORY and verdict.kind.is_ours
    assert verdict.message == "MemoryError: too much"


def test_a_verdict_outlives_its_process():
    """Whatever decides on it later finds the same kind and words."""
    verdict = Verdict(VerdictKind.WRONG, "all", "a part", 0.25)
    assert Verdict.reached_before(verdict.settled("test_sgd", ())) == verdict
