"""The pages as files: what is in them, and what is not."""

import re

import pytest
from msgspec.structs import replace
from parts import EVIL

from autograder.feedback import pages
from autograder.feedback.drawing import draw
from autograder.feedback.insights import in_words, of
from autograder.feedback.next_steps import Outline
from autograder.feedback.notes import parsed
from autograder.feedback.rendering import render
from autograder.files import Grade
from autograder.report import EXAMPLE_ONLY, Curves, ExerciseResult, Heat, Report, Shapes, Source, TestResult


def result(name, outcome, message="", score=1.0, public=False):
    return TestResult(
        name=name, title=f"Title of {name}.", outcome=outcome, score=score if outcome == "passed" else 0.0, max_score=score,
        public=public, message=message, seconds=0.1, example_only=message == EXAMPLE_ONLY,
    )  # fmt: skip


def report(student, *tests, status="graded"):
    score = sum(t.score for t in tests)
    whole = sum(t.max_score for t in tests)
    state = "passed" if score == whole else "failed"
    exercise = ExerciseResult(name="double", score=score, max_score=whole, status=state, tests=tests)
    return Report(
        assignment="demo", student=student, score=score, max_score=whole, status=status, reason=None, seed=1, isolation=(), device="cpu",
        versions={}, seconds=0.1, exercises=(exercise,) if tests else (),
    )  # fmt: skip


def test_pictures_only_of_what_may_be_told(graded):
    """Under the default policy a public test that fails has its picture, and a hidden one has none."""
    for path in graded.glob("*/*.json"):
        made = Report.from_json(path.read_bytes())
        public = {t.name for e in made.exercises for t in e.tests if t.public and t.outcome == "failed"}
        assert {p.test for p in made.pictures} <= public
    kinds = {type(p) for path in graded.glob("*/*.json") for p in Report.from_json(path.read_bytes()).pictures}
    assert kinds == {Heat, Shapes, Curves}


def test_nothing_of_a_student_is_markup(graded):
    """Names, code, output and messages are text; control characters are shown as such."""
    made = Report.from_json((graded / "kinds" / f"{EVIL}.json").read_bytes())
    page = pages.student_page(made)
    assert "<img" not in page
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 2
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202e]", page)
    whole = pages.class_page("kinds", [made])
    assert "<img" not in whole
    assert whole.count("<script>") == 1


def test_the_line_that_raised_is_marked(graded):
    """In the student's own code."""
    made = Report.from_json((graded / "kinds" / f"{EVIL}.json").read_bytes())
    (marked,) = re.findall(r"<span class=here data-line=2>(.*)", pages.student_page(made))
    assert "ValueError" in marked


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("the losses of shape (9, 1): values differ in 3 of 9, worst at [2]: expected 1, yours 2", "the losses of shape (…): values differ"),
        ("the result: values differ; looks like a forgotten division by 2", "looks like a forgotten division by 2"),
        ("your code raised KeyError: 'a', in cell 5, line 3: `x['a']`", "your code raised KeyError: 'a'"),
        ("10 points expected, yours are 9", "… points expected, yours are …"),
    ],
)  # fmt: skip
def test_the_same_mistake_in_the_same_words(message, words):
    """Whatever the inputs were."""
    assert in_words(message) == words


def test_which_test_separates():
    """A test that the strong pass and the weak do not has a correlation near 1; one that all pass has none."""
    tests = lambda strong: (
        result("a", "passed" if strong else "failed", "" if strong else "looks like x"), result("b", "passed" if strong else "failed"), result("c", "passed"),
    )  # fmt: skip
    found = of("demo", [report(f"s{i}", *tests(i < 4)) for i in range(8)] + [report("late", status="rejected")])
    facts = {t.title: t for t in found.tests}
    assert facts["Title of a."].separates == pytest.approx(1)
    assert facts["Title of a."].rate == 0.5
    assert facts["Title of c."].separates is None
    assert [t.rate for t in found.tests] == [0.5, 0.5, 1]
    assert [(m.words, len(m.students)) for m in found.mistakes] == [("fails: Title of b.", 4), ("looks like x", 4)]
    assert len(found.graded) == 8
    assert [row.student for row in found.others] == ["late"]
    assert found.full == 4
    assert sum(count for _, _, count in found.bins) == 8


def test_a_class_of_none_and_of_one():
    """Nothing to count is no error."""
    assert "0</strong> submissions" in pages.class_page("demo", [])
    assert "index~" in pages.class_page("demo", [report("index", result("a", "failed"))])


def test_it_begins_with_what_to_do_and_says_the_same_once():
    """And a right example that earns nothing is no failure."""
    tests = [result("a", "failed", EXAMPLE_ONLY, public=True), result("b", "failed", "wrong"), result("c", "failed", "wrong")]
    page = pages.student_page(report("ann", *tests))
    assert page.index("What to do next") < page.index('<table>')
    assert "2 of its 3 tests fail" in page
    assert page.count("wrong") == 1
    assert "wrong (in 2 tests)" in page
    assert "right for this example; it earns points once a general test passes" in page
    assert page.count("✗") == 1
    assert "Nothing is left to do" in pages.student_page(report("ann", result("a", "passed")))


def test_what_a_person_grades_is_told():
    """The report does not count it, and a student should not take it for lost."""
    one = report("ann", result("a", "passed"))
    assert "graded by a person" not in pages.student_page(one)
    page = pages.student_page(one, outline=Outline("Demo", {}, 2.5))
    assert "of 1 points, and 2.5 more are graded by a person" in page
    assert "<title>ann · Demo" in page


def test_a_students_page_leads_to_nobody_elses_scores():
    """Only an instructor's copy has the way to the class."""
    one = report("ann", result("a", "passed"))
    assert "index.html" not in pages.student_page(one)
    assert 'href="index.html"' in pages.student_page(one, "index.html")


def test_in_the_course_students_are_told_by_their_names():
    """Where these are known, and in their order; the key stands beside, since two may be called the same."""
    named = {"10234": "Zoe <Zimmer>", "10235": "", "99001": "Ann Arbor"}
    grades = [Grade("a", key, "graded", 1.0, 2.0, None, name) for key, name in named.items()]
    page = pages.course_page(grades)
    rows = re.findall(r'<th scope="row">(.*?)</th>', page)
    assert rows == [
        "10235",
        'Ann Arbor <span class="soft">99001</span>',
        'Zoe &lt;Zimmer&gt; <span class="soft">10234</span>',
    ]


def test_the_course_is_told_in_its_own_order_by_titles():
    """What belongs to no course comes last; what nobody has handed in is no column."""
    grades = [Grade(name, "ann", "graded", 1.0, 2.0, None) for name in ("b", "other_one", "a")]
    page = pages.course_page(grades, {"a": "First", "none": "Nobody's", "b": "Second"})
    assert page.index(">First<") < page.index(">Second<") < page.index(">Other one<")
    assert "Nobody" not in page


@pytest.mark.parametrize(
    "picture",
    [
        Heat(test="a", shape=(2, 3), worst=(1, 2), block=(1, 1), rows=((0.0, None, 1.0), (0.0, 0.0, 2.0))),
        Heat(test="a", shape=(4, 3, 100, 90), worst=(1, 2, 99, 0), block=(5, 4), rows=tuple((float(i),) * 24 for i in range(24))),
        Heat(test="a", shape=(5,), worst=(4,), block=(1, 1), rows=((0.0,) * 5,)),
        Shapes("a", (), (3, 1, 2, 2, 2)),
        Shapes("a", (0, 4), (3,)),
        Curves("a", (), (1.0, 2.0, 3.0)),
        Curves("a", (None, None, None), (None, None, None)),
        Curves("a", (1.0, 1e-9, None), (1.0, 1e-3, 1e-5)),
        Curves("a", (1e30, None, 2.0), (0.0, 1.0, 1.5), ((-1.0, 1.0), (0.0, 0.0), (2.0, 4.0))),
    ],
)  # fmt: skip
def test_every_picture_can_be_drawn_and_said(picture):
    """Empty, infinite, and of many dimensions."""
    drawn = draw(picture)
    page = render("student.html", report=report("s", result("a", "failed")), back="", outline=Outline("Demo"), steps=[], drawn={"a": drawn}, exercises=[
        pages.Shown(report("s", result("a", "failed")).exercises[0], None, "")
    ])  # fmt: skip
    assert drawn.words in page.replace("&#39;", "'")
    assert "nan" not in page
    assert "<svg" in page
    if picture.test == "a" and isinstance(picture, Heat):
        assert sum(cell.worst for cell in drawn.cells) == 1


def test_a_frequent_mistake_is_told_as_one_of_them_was():
    """With its numbers, though it is the same mistake whatever they are."""
    messages = ["shape (4, 1) expected, got (4,), in cell 3, line 2", "shape (9, 1) expected, got (9,), in cell 8, line 1"]
    found = of("demo", [report(f"s{i}", result("a", "failed", message)) for i, message in enumerate(messages)])
    assert [(m.sentence, m.students) for m in found.mistakes] == [("shape (4, 1) expected, got (4,)", ["s0", "s1"])]


def test_what_was_not_graded_says_what_to_do():
    """And nothing of points or of how long it took."""
    rejected = replace(report("ann", status="rejected"), reason="x.ipynb: it is a folder: hand in the file", file="x.ipynb")
    page = pages.student_page(rejected)
    assert "There is no score yet." in page
    assert page.index("What to do next") < page.index("it is a folder: hand in the file")
    assert page.count("it is a folder") == 1
    assert "Graded" not in page


def test_our_fault_is_nothing_for_a_student_to_mend():
    page = pages.student_page(replace(report("ann", status="error"), reason="our fault: OSError"))
    assert "You need not do anything" in page


def test_another_edition_stands_on_the_pages():
    """The student's, and the class's with everybody whom it concerns."""
    said = "from the edition of 3 November 2026; `b` was called `a` then"
    old = replace(report("ann", result("a", "passed")), edition=said)
    new = report("bob", result("a", "passed"))
    assert f"This notebook is {said}." in pages.student_page(old)
    assert "This notebook" not in pages.student_page(new)
    whole = pages.class_page("demo", [old, new])
    assert f"1 notebook is {said}:" in whole
    assert whole.count("(other edition)") == 1


def test_steps_beyond_three_are_counted():
    """And can be reached."""
    exercises = []
    for name in ("a", "b", "c", "d", "e"):
        exercises.append(replace(report("ann", result("t", "failed", "wrong")).exercises[0], name=name))
    page = pages.student_page(replace(report("ann"), exercises=tuple(exercises)))
    assert 'After these, 2 more: <a href="#d">d</a>, <a href="#e">e</a>.' in page


def test_a_missing_exercise_says_so_once():
    """Not for each of its tests; and its code is shown with the line that stopped."""
    tests = [result(name, "failed", "your notebook does not define `double`") for name in "abc"]
    one = report("ann", *tests)
    one = replace(
        one,
        reason="SyntaxError: expected ':', in cell 4, line 1: `def double()`",
        sources=(Source("double", 4, "def double()\n    pass"),),
        exercises=(replace(one.exercises[0], status="missing"),),
    )
    page = pages.student_page(one)
    assert page.count("does not define") == 1
    assert "Title of" not in page
    assert "<span class=here data-line=1>" in page


def test_a_note_stands_in_its_exercise():
    notes = {"double": parsed("## wrong\nMind the **sign**.")}
    one = report("ann", result("a", "failed", "wrong"))
    assert "Mind the <strong>sign</strong>." in pages.student_page(one, outline=Outline("Demo", notes=notes))
    assert "Mind the" in pages.class_page("demo", [one, replace(one, student="bob")], outline=Outline("Demo", notes=notes))


def test_the_class_is_told_of_kinds_with_one_answers_code():
    source = Source("double", 3, "def double():\n    return '<b>'")
    reports = [replace(report(who, result("a", "failed", "wrong")), sources=(source,)) for who in ("ann", "bob")]
    page = pages.class_page("demo", reports)
    assert page.count("The code of") == 1
    assert "The code of ann" in page
    assert "<b>" not in page


def test_names_may_break_where_their_words_end():
    """In the table's head on the screen and on paper; and a name is text all the same."""
    one = report("ann", result("a", "failed", "wrong"))
    page = pages.class_page("demo", [replace(one, exercises=(replace(one.exercises[0], name="a_<b>"),))])
    assert ">a_<wbr>&lt;b&gt;</button>" in page
    assert 'data-title="a_&#8203;&lt;b&gt;"' in page


def test_what_one_student_was_told_is_not_frequent():
    reports = [report("ann", result("a", "failed", "rare")), *(report(who, result("a", "failed", "often")) for who in "bc")]
    page = pages.class_page("demo", reports)
    assert page.index("Frequent mistakes") < page.index("often</td>") < page.index("1 that one student was told") < page.index("rare</td>", page.index("1 that one"))


def test_nothing_to_do_is_not_all_points():
    """Where a person has taken some, the page does not say that they are all there."""
    one = report("ann", result("a", "passed"))
    page = pages.student_page(replace(one, score=0.5, exercises=(replace(one.exercises[0], score=0.5, status="partial"),)))
    assert "Nothing is left to do." in page


def test_a_students_page_tells_of_stand_ins_once():
    """In a sentence above the tests of the exercise."""
    judged_again = report("ann", result("a", "passed", "graded with a stand-in"))
    exercise = replace(judged_again.exercises[0], stand_ins=("line",))
    page = pages.student_page(replace(judged_again, exercises=(exercise,)))
    assert page.count("was graded with a stand-in: fix `line` as well.") == 1
    assert page.count("graded with a stand-in") == 1
