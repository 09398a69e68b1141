"""The pages in a real browser: phone and desktop, mouse and keyboard, light and dark; and what a checker for access says."""

import pytest
from msgspec.structs import replace
from parts import EVIL
from reports import report as one_report

from autograder.feedback import pages
from autograder.feedback.next_steps import Outline
from autograder.feedback.notes import parsed
from autograder.files import Grade
from autograder.report import Correction, Report, Shapes, Source

A4 = 718  # pixels between the margins
A4_LANDSCAPE = 1047
PAGES = [
    "kinds/index.html",
    "kinds/well_known_mistakes.html",
    "kinds/not_a_notebook.html",
    "outcomes/perfect.html",
    "course.html",
]


def names(page):
    return page.eval_on_selector_all("#matrix tbody tr:not([hidden]) th", "cells => cells.map(c => c.textContent)")


def scores(page):
    return [
        float(s) for s in page.eval_on_selector_all("#matrix tbody tr", "rows => rows.map(r => r.cells[1].dataset.v)")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_use_it(name, width, scheme, graded, look):
    """axe-core finds nothing serious, and no page is wider than its window."""
    from axe_playwright_python.sync_playwright import Axe

    page = look(graded / name, width, scheme)
    found = [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
    assert not found, [(v["id"], [n["html"] for n in v["nodes"][:3]]) for v in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_no_script_of_a_student_runs(graded, look):
    """Neither from a name nor from code, output or a message; the fixture watches title, dialogs and requests."""
    page = look(graded / "kinds" / "index.html")
    page.get_by_role("link", name=EVIL).first.click()
    assert page.locator("h1").text_content() == EVIL
    page.get_by_text("Cell 2").click()
    assert "</script><script>" in page.locator("details pre").text_content()
    assert page.get_by_role("link", name="the class").count() == 0  # it shows what others have
    page.go_back()
    assert page.title() == "Kinds of answers · the class"


def test_sorting(graded, look):
    """By name and by points, with the mouse and with the keyboard; the order is told to those who don't see it."""
    page = look(graded / "kinds" / "index.html")
    by_name = names(page)
    page.get_by_role("button", name="Score").click()
    assert scores(page) == sorted(scores(page), reverse=True)
    page.get_by_role("button", name="Score").press("Enter")
    assert scores(page) == sorted(scores(page))
    assert page.locator("th[aria-sort=ascending]").text_content() == "Score"
    page.get_by_role("button", name="Student").click()
    assert names(page) == by_name


def test_filtering(graded, look):
    """By name, by state and by exercise; the number of those shown is told."""
    page = look(graded / "kinds" / "index.html", 390)
    page.get_by_label("Find a student").fill("PERF")
    assert names(page) == ["perfect"]
    assert page.locator("#count").text_content() == "1 of 7"
    page.get_by_label("Find a student").fill("")
    page.get_by_label("Show").select_option("other")
    assert names(page) == ["not_a_notebook"]
    page.get_by_label("Show").select_option("")
    page.locator("#exercise").select_option(label="not passed: iterator")
    assert "perfect" not in names(page)
    assert "partly_right" in names(page)


def test_a_picture_for_each_kind_of_failure(graded, look):
    """A heat map with the worst cell marked, two shapes, two ways on the curve: each with words that say the same."""
    said = []
    for name in ("kinds/well_known_mistakes.html", f"kinds/{EVIL}.html"):
        page = look((graded / name).as_uri())
        assert page.locator("figure svg").count() >= 1
        said += page.eval_on_selector_all("figure svg", "all => all.map(s => s.getAttribute('aria-label'))")
    assert any("the largest, 4.5 at [2, 0], is marked" in text for text in said)
    assert "expected: (3, 1)" in said
    assert any(text.startswith("Two ways on the graph of f") for text in said)


def test_a_thousand_students(graded, tmp_path, look):
    """The whole class is there to sort and to filter."""
    known = [Report.from_json(path.read_bytes()) for path in sorted((graded / "kinds").glob("*.json"))]
    everybody = [replace(known[i % len(known)], student=f"student{i:04}") for i in range(1000)]
    (tmp_path / "index.html").write_text(pages.class_page("kinds", everybody))
    page = look(tmp_path / "index.html")
    page.get_by_role("button", name="Score").click()
    assert len(scores(page)) == 1000
    assert scores(page) == sorted(scores(page), reverse=True)
    page.get_by_label("Find a student").fill("student099")
    assert len(names(page)) == 10


def test_printed(graded, look):
    """Nothing is cut off on paper: the class's table is as long as the class and no wider than the sheet; bars have ink."""
    page = look(graded / "kinds" / "index.html", A4)
    page.emulate_media(media="print")
    assert page.eval_on_selector(".matrix", "m => m.scrollHeight <= m.clientHeight + 2")
    assert page.evaluate("document.documentElement.scrollWidth") <= A4
    assert page.locator(".tools").is_hidden()
    column = page.locator(".histogram .column > span:last-child").first
    assert column.evaluate("bar => getComputedStyle(bar).printColorAdjust") == "exact"


@pytest.mark.parametrize(("width", "media"), [(390, "screen"), (1280, "screen"), (A4_LANDSCAPE, "print")])
def test_a_course_of_nine_assignments_fits(width, media, tmp_path, look):
    """No column is cut off, on a phone, on a desk or on paper, whatever the titles and the names."""
    names = ["ann", "somebody with a name that is rather long"]
    titles = {f"assignment{number}": f"{number}: {'a title of several words, ' * (number % 3)}and a word" for number in range(9)}
    grades = [Grade(assignment, name, "graded", 10.25, 12.0, None) for assignment in titles for name in names]
    (tmp_path / "course.html").write_text(pages.course_page(grades, titles))
    page = look(tmp_path / "course.html", width)
    page.emulate_media(media=media)
    assert page.eval_on_selector_all(".scroll", "all => all.every(one => one.scrollWidth <= one.clientWidth)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_folded_docstring_opens(tmp_path, look):
    """With the keyboard as with the mouse; the numbers of the lines are those of the cell."""
    (exercise,) = one_report(f=(0.0, "failed", "wrong")).exercises
    source = Source("f", 3, 'def f(x):\n    """One.\n\n    Two.\n    """\n    return x\n')
    one = replace(one_report(), exercises=(exercise,), sources=(source,))
    (tmp_path / "ann.html").write_text(pages.student_page(one))
    page = look(tmp_path / "ann.html")
    lines = page.locator(".code [data-line]")
    assert [lines.nth(i).is_visible() for i in range(6)] == [True, True, False, False, False, True]
    page.locator(".code summary").press("Enter")
    assert all(lines.nth(i).is_visible() for i in range(6))
    assert lines.nth(3).inner_text().strip() == "Two."


@pytest.fixture
def unwieldy(tmp_path):
    """The pages of a class in which whatever can be long is long, and of which several answers are alike."""
    exercise = "a_name_of_an_exercise_that_is_rather_long_for_a_table"
    message = "expected shape (4, 1), got (4,) " + "a_word_without_any_blank_" * 20
    text = f"def {exercise}(" + ", ".join(f"argument_{i}" for i in range(30)) + "):\n    return 1\n"
    results = {exercise: (0.0, "failed", message), "b" * 60: (0.5, "partial", "wrong"), "c": (0.0, "not_attempted", "x")}
    reports = []
    for i in range(4):
        one = replace(
            one_report(f"a_student_with_a_name_that_is_longer_than_most_of_them_{i}", **results),
            name="Maximiliane-Alexandra von und zu Hohenlohe-Waldenburg-Schillingsfürst",
            late="yes",
            file="x" * 200 + ".ipynb",
            note="the newest of two, of 2026-11-03 10:00 and of 2026-11-04 11:00",
            edition="from the edition of 3 November 2026; `line` was called `forward` then",
            reason="NameError: " + "x" * 300,
            sources=(Source(exercise, 3, text),),
            pictures=(Shapes("t", (4,), (4, 1)),),
            corrections=(Correction("c", 0.0, 0.5, "r" * 200),),
        )
        reports.append(one)
    notes = {exercise: parsed("## got (4,)\nMind the `shape`.\n\n```python\n" + "x = 1 + " * 40 + "1\n```")}
    outline = Outline("A title of an assignment that goes on and on", notes=notes, by_person=2.5)
    (tmp_path / "index.html").write_text(pages.class_page("a", reports, outline=outline))
    (tmp_path / "student.html").write_text(pages.student_page(reports[0], outline=outline))
    (tmp_path / "rejected.html").write_text(pages.student_page(replace(reports[0], status="rejected", exercises=())))
    return tmp_path


@pytest.mark.parametrize(("width", "media"), [(390, "screen"), (1280, "screen"), (A4, "print")])
@pytest.mark.parametrize("name", ["index", "student", "rejected"])
def test_nothing_makes_a_page_wider_than_its_window(name, width, media, unwieldy, look):
    page = look(unwieldy / f"{name}.html", width)
    page.emulate_media(media=media)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_kinds_and_notes(scheme, unwieldy, look):
    from axe_playwright_python.sync_playwright import Axe

    for name in ("index", "student", "rejected"):
        page = look(unwieldy / f"{name}.html", 1280, scheme)
        found = [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
        assert not found, [(v["id"], [n["html"] for n in v["nodes"][:3]]) for v in found]


def test_a_group_of_answers_shows_one_of_them(unwieldy, look):
    """Its code, its picture, the note that was written for it, and everybody."""
    group = look(unwieldy / "index.html").locator(".kind").first
    assert group.locator(".code").count() == 1
    assert group.locator("figure svg").count() >= 1
    assert group.get_by_text("Mind the").count() == 1
    assert group.get_by_role("link").count() == 4


def test_names_leave_room_for_points_on_a_phone(unwieldy, look):
    """Beside the column of names, which stays in sight, at least two columns can be read."""
    page = look(unwieldy / "index.html", 390)
    right = page.eval_on_selector("#matrix tbody td:nth-child(3)", "cell => cell.getBoundingClientRect().right")
    assert right <= 390


def test_paper_is_white_whatever_the_screen_is(unwieldy, look):
    page = look(unwieldy / "student.html", A4, "dark")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_a_student_is_found_by_key_or_name_or_mark(unwieldy, look):
    page = look(unwieldy / "index.html")
    shown = {}
    for words in ("most_of_them_2", "schillingsfürst", "late", "nobody"):
        page.get_by_label("Find a student").fill(words)
        shown[words] = len(names(page))
    assert shown == {"most_of_them_2": 1, "schillingsfürst": 4, "late": 4, "nobody": 0}


def test_the_mark_of_a_long_line_is_in_sight(look, tmp_path):
    """The line is as wide as its text, and the mark sticks to the edge of what is seen of it."""
    code = f"x = {' + '.join(map(str, range(60)))}"
    graded = replace(one_report("ann", triple=(0.0, "failed", "raised, in cell 1, line 1")), sources=(Source("triple", 1, code),))
    (tmp_path / "ann.html").write_text(pages.student_page(graded), encoding="utf-8")
    page = look(tmp_path / "ann.html", 390)
    page.locator(".here").screenshot(path=tmp_path / "mark.png")
    widths = page.eval_on_selector(".code", "code => [code.scrollWidth, code.querySelector('.here').offsetWidth, code.clientWidth]")
    position = page.eval_on_selector(".here", "line => getComputedStyle(line, '::after').position")
    assert (widths[1] > widths[2], position) == (True, "sticky")
