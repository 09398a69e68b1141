"""A verdict's kind is decided once, by what was raised; its hint tells nothing that a student's code chose."""

import pytest

from autograder.grading.compare import Mismatch
from autograder.grading.verdict import Verdict, verdict_on_answer, verdict_on_ours, verdict_on_use
from autograder.remote import faults
from autograder.report import VerdictKind
from autograder.wire.frames import ProtocolError
from autograder.wire.messages import Error, Failure, FailureKind
from autograder.words.message import message, told
from autograder.words.said import UNTOLD, said


def raised(kind, message):
    """The fault for an exception of this type in a student's code."""
    return faults.raised(Failure(1, FailureKind.RAISED, Error(kind, message, None, None), []))


RAISED = {
    faults.NotAttempted("not attempted yet (in cell 3)"): VerdictKind.NOT_ATTEMPTED,
    faults.Missing("double"): VerdictKind.MISSING,
    faults.StudentError("ValueError", "3"): VerdictKind.RAISED,
    raised("AttributeError", "shape"): VerdictKind.RAISED,
    raised("TypeError", "no length"): VerdictKind.RAISED,
    faults.Changed("your code changed its first argument"): VerdictKind.WRONG,
    faults.NotAllowed("write this without torch.relu: your code calls it"): VerdictKind.WRONG,
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
        assert verdict.kind is kind
        assert not verdict.passed
        assert not kind.is_ours
        assert verdict.seconds == 0.5
    assert set(subclasses(faults.StudentFault)) == {type(f) for f in RAISED if isinstance(f, faults.StudentFault)}


def test_the_name_that_is_missing_stands_beside_the_words():
    """Whether it is the exercise's own is decided by the name, and not by comparing messages."""
    verdict = verdict_on_answer(faults.Missing("double"), 0.0)
    assert (verdict.missing, verdict.message) == ("double", "your notebook defines no `double`")
    assert "double" not in verdict.hint
    assert verdict_on_answer(faults.TooSlow("late"), 0.0).missing == ""


def test_a_hint_holds_back_what_the_message_tells():
    """Of an answer that is wrong, that can't be read, and that can't be used."""
    literals = {"values differ at {index}", "values differ"}
    wrong = verdict_on_answer(Mismatch("values differ at {index}", hint="values differ", index=[3]), 0.0, literals)
    assert (wrong.message, wrong.hint) == ("values differ at [3]", "values differ")
    assert verdict_on_answer(ProtocolError("LEAK"), 0.0).hint == "your result can't be read"
    unusable = verdict_on_use(KeyError("LEAK"), 0.0)
    assert unusable.kind is VerdictKind.UNUSABLE
    assert "LEAK" in unusable.message
    assert "LEAK" not in unusable.hint


def test_a_text_that_a_grader_put_together_is_not_told():
    """It may hold anything: only what stands as it is in the grader's source is told."""
    literals = {"a shape is wrong"}
    assert verdict_on_answer(AssertionError("a shape is wrong"), 0.0, literals).hint == "a shape is wrong"
    assert verdict_on_answer(AssertionError("got 3.14"), 0.0, literals).hint == UNTOLD
    assert verdict_on_answer(Mismatch("got {got} of 3.14", got=told(2)), 0.0, literals).hint == UNTOLD
    assert verdict_on_answer(Mismatch("a shape is wrong", hint="got 3.14", x=1), 0.0, literals).hint == "a shape is wrong"
    assert verdict_on_answer(AssertionError(message("got 3.14")), 0.0, literals).message == "got 3.14"


def test_an_exceptions_text_and_name_stay_behind():
    """Python's own names are told, and the student's own line; a name that the student made is not."""
    place = faults.Place(Error("ValueError", "x is 5", 2, 1), ["import torch", "raise ValueError(x)"])
    told_of_line = "your code raised ValueError, in cell 2, line 1: `raise ValueError(x)`"
    assert verdict_on_answer(faults.StudentError("ValueError", "x is 5", place), 0.0).hint == told_of_line
    assert verdict_on_answer(faults.StudentError("X5", "x is 5"), 0.0).hint == "your code raised an exception"


@pytest.mark.parametrize("fault", [MemoryError(), RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried")])
def test_what_takes_too_much_memory_to_look_at_is_the_students(fault):
    """Python says so by a type of its own, torch by words alone."""
    assert verdict_on_use(fault, 0.0).kind is VerdictKind.TOO_LARGE


def test_memory_that_the_grader_itself_lacks_is_told_apart():
    """Both are ours; only the second is tried again with nothing beside it."""
    assert verdict_on_ours(OSError("no such file"), 0.0).kind is VerdictKind.ERROR
    verdict = verdict_on_ours(MemoryError("too much"), 0.0)
    assert verdict.kind is VerdictKind.OUT_OF_MEMORY
    assert verdict.kind.is_ours
    assert verdict.message == "MemoryError: too much"


def test_a_verdict_outlives_its_process():
    """Whatever decides on it later finds the same kind and words."""
    verdict = Verdict(VerdictKind.WRONG, said("all"), 0.25)
    assert Verdict.reached_before(verdict.settled("test_double", ())) == verdict
