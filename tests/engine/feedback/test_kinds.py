"""Wrong answers in groups: by the words of their failures, and by what they answered where everybody was asked the same."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.feedback.kinds import WrongKinds, notes_about, signs_of
from autograder.feedback.notes import parsed
from autograder.report import EXAMPLE_ONLY, ExerciseResult, Report, Shapes, Source, TestResult


def failure(name, message, *, public=False, outcome="failed"):
    return TestResult(
        name=name,
        title=f"Title of {name}.",
        outcome=outcome,
        score=0.0,
        max_score=1.0,
        public=public,
        message=message,
        seconds=0.1,
        example_only=message == EXAMPLE_ONLY,
    )


def report(student, *tests, status="failed", code="def step(): pass", pictures=()):
    exercise = ExerciseResult(name="step", score=0.0, max_score=2.0, status=status, tests=tests)
    return Report(
        assignment="demo",
        student=student,
        score=0.0,
        max_score=2.0,
        status="graded",
        reason=None,
        seed=1,
        isolation=(),
        device="cpu",
        versions={},
        seconds=0.1,
        exercises=(exercise,),
        sources=(Source("step", 3, code),),
        pictures=pictures,
    )


def groups(reports, notes=None):
    """Who stands together, the largest group first."""
    wrong_kinds = WrongKinds("demo", notes or {})
    for one in reports:
        wrong_kinds.add(one)
    return wrong_kinds.kinds()


def students(reports):
    return [kind.students for kind in groups(reports)]


def test_numbers_and_places_do_not_part_them():
    reports = [
        report("ann", failure("a", "values differ in 3 of 9, worst at [2]: expected 1, got 2")),
        report("bob", failure("a", "values differ in 5 of 12, worst at [0, 4]: expected 0.5, got 1e-3")),
        report("cat", failure("a", "your code raised KeyError, in cell 3, line 7")),
        report("dan", failure("a", "your code raised KeyError, in cell 5, line 1")),
        report("eve", failure("a", "your code raised KeyError, in cell 8, line 2")),
    ]
    assert students(reports) == [["cat", "dan", "eve"], ["ann", "bob"]]


def test_other_tests_or_other_words_part_them():
    reports = [
        report("ann", failure("a", "wrong")),
        report("bob", failure("b", "wrong")),
        report("cat", failure("a", "wrong"), failure("b", "wrong")),
        report("dan", failure("a", "other")),
    ]
    assert sorted(students(reports)) == [["ann"], ["bob"], ["cat"], ["dan"]]


def test_what_was_answered_in_public_parts_them_where_it_repeats():
    """The hidden tests say the same of all four, whose values in the public one are two."""
    tests = lambda value: (failure("a", f"expected 2, got {value}", public=True), failure("b", "values differ"))
    values = {"ann": 4, "bob": 1, "cat": 4, "dan": 1}
    assert sorted(students([report(who, *tests(value)) for who, value in values.items()])) == [
        ["ann", "cat"],
        ["bob", "dan"],
    ]


def test_drawn_inputs_do_not_part_them():
    """Where each has another value, it says nothing about the mistake."""
    reports = [report(f"s{i}", failure("a", f"off by up to {i}", public=True)) for i in range(5)]
    assert students(reports) == [["s0", "s1", "s2", "s3", "s4"]]


def test_pictures_part_them_too():
    tests = (failure("a", "values differ", public=True),)
    pictures = {"ann": (2, 2), "bob": (3,), "cat": (2, 2), "dan": (3,)}
    reports = [report(who, *tests, pictures=(Shapes("a", yours, (1,)),)) for who, yours in pictures.items()]
    assert sorted(students(reports)) == [["ann", "cat"], ["bob", "dan"]]


@pytest.mark.parametrize("status", ["passed", "missing", "not_attempted"])
def test_only_wrong_answers_count(status):
    one = report("ann", failure("a", "wrong"), status=status)
    assert signs_of(one, one.exercises[0]) is None


def test_a_right_example_is_no_failure():
    alone = report("ann", failure("b", "wrong"))
    beside = report("bob", failure("a", EXAMPLE_ONLY, public=True), failure("b", "wrong"))
    assert students([alone, beside]) == [["ann", "bob"]]


def test_what_was_not_graded_has_no_kind():
    assert students([msgspec.structs.replace(report("ann", failure("a", "wrong")), status="error")]) == []


@given(st.permutations(["ann", "bob", "cat", "dan"]))
def test_a_kind_is_known_by_the_same_id_in_any_order(order):
    values = {"ann": "4", "bob": "1", "cat": "4", "dan": "1"}
    reports = [report(who, failure("a", f"got {values[who]}", public=True), failure("b", "x")) for who in order]
    ids = {kind.id: sorted(kind.students) for kind in groups(reports)}
    again = {kind.id: sorted(kind.students) for kind in groups(reports[::-1])}
    assert ids == again


def test_a_note_reaches_each_member_and_nobody_else():
    """By the id of a kind that answers have parted, by that of their words, and by words themselves."""
    tests = lambda value: (failure("a", f"expected 2, got {value}", public=True), failure("b", "values differ"))
    reports = [report(who, *tests(value)) for who, value in {"ann": 4, "bob": 1, "cat": 4, "dan": 1}.items()]
    first = groups(reports)[0]
    words = signs_of(reports[0], reports[0].exercises[0]).words
    notes = {"step": parsed(f"## {first.id}\none\n## {words}: both\ntwo\n## got 1\nthree\n## got 9\nfour")}
    told = {}
    for one in reports:
        told[one.student] = [note.heading for note in notes_about(one, one.exercises[0], notes)]
    members = first.students
    for student, headings in told.items():
        assert (first.id in headings) == (student in members)
        assert f"{words}: both" in headings
        assert ("got 1" in headings) == (student in {"bob", "dan"})


def test_a_note_about_nobody_is_named():
    notes = {"step": parsed("## wrong\na\n## ffffff: long gone\nb")}
    wrong_kinds = WrongKinds("demo", notes)
    wrong_kinds.add(report("ann", failure("a", "wrong")))
    assert wrong_kinds.idle_notes(wrong_kinds.kinds()) == ["step: ffffff: long gone"]


def test_the_memory_for_examples_is_bounded():
    """Whatever a class hands in: of a thousand kinds, some have no code on the page."""
    kinds = groups([report(f"s{i}", failure("a", "wrong " + "x" * i)) for i in range(600)])
    assert 0 < sum(kind.example is not None for kind in kinds) <= 500


def test_code_is_cut(monkeypatch):
    (kind,) = groups([report("ann", failure("a", "wrong"), code="x = 1\n" * 4000)])
    assert len(kind.example.source.text) <= 4000


def test_what_is_wrong_is_a_whole_sentence():
    """The likely mistake, if one of its tests names it; and where nothing was said, what the test asks for."""
    named = report("ann", failure("a", "wrong"), failure("b", "shape (3,) expected, got (); looks like the mean"))
    silent = report("bob", failure("c", ""))
    said = {kind.students[0]: kind.sentence for kind in groups([named, silent])}
    assert said == {"ann": "shape (3,) expected, got (); looks like the mean", "bob": "fails: Title of c."}
