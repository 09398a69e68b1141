"""A course in two languages, from the release to what a student reads; and that a page in each escapes the same."""

import json

import pytest
from forked_starts import call
from msgspec.structs import replace
from parts import COURSE, EVIL, copy_of, in_chinese
from reports import report

from autograder.author.release import release
from autograder.course import Course
from autograder.feedback.pages import student_page
from autograder.languages import speaking
from autograder.platforms.gradescope.metadata import Metadata
from autograder.platforms.gradescope.results_json import results_of
from autograder.report import Report
from autograder.submission.edition import Stamp, language_of

WRONG = "def column(y_hat, y): return y"


def autograder(course, *arguments):
    return call(*arguments, "--course", course.root)


@pytest.fixture(scope="module")
def chinese(tmp_path_factory):
    course = Course.load(copy_of(COURSE, tmp_path_factory.mktemp("chinese") / "course"))
    release(course)
    return in_chinese(course)


@pytest.fixture(scope="module")
def handed_in(chinese, tmp_path_factory):
    """A Chinese notebook as it was received, and one with a wrong answer."""
    folder = tmp_path_factory.mktemp("handed_in")
    notebook = json.loads((chinese.root / "assignments" / "zh" / "kinds" / "kinds.ipynb").read_text())
    (folder / "untouched.ipynb").write_text(json.dumps(notebook))
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "column":
            cell["source"] = WRONG
    (folder / "wrong.ipynb").write_text(json.dumps(notebook))
    return folder


@pytest.fixture(scope="module")
def out(chinese, handed_in, tmp_path_factory):
    folder = tmp_path_factory.mktemp("out")
    done = autograder(chinese, "grade", handed_in, "--assignment", "kinds", "--out", folder, "--seed", 1, "--allow-unsafe")
    assert done.returncode == 0, done.stderr
    return folder / "kinds"


def report_in(out, student):
    return Report.from_json((out / f"{student}.json").read_bytes())


def test_the_report_has_the_language_of_the_notebook(out):
    assert report_in(out, "wrong").language == "zh"


def test_a_chinese_stub_is_not_attempted(out):
    assert {exercise.status for exercise in report_in(out, "untouched").exercises} == {"not_attempted"}


def test_no_cell_of_a_chinese_stub_stops(out):
    assert report_in(out, "untouched").reason is None


def test_the_students_page_says_its_language(out):
    assert '<html lang="zh">' in (out / "wrong.html").read_text()


def test_the_students_page_speaks_it(out):
    assert "下一步" in (out / "wrong.html").read_text()


def test_the_students_page_has_the_courses_texts_in_it(out):
    assert "译 Kinds of answers" in (out / "wrong.html").read_text()


def test_the_students_page_has_messages_in_it(out):
    assert "形状应为" in (out / "wrong.html").read_text()


def test_the_report_has_messages_in_english(out):
    messages = [test.message for exercise in report_in(out, "wrong").exercises for test in exercise.tests]
    assert any("expected shape" in message for message in messages)


def test_the_class_page_stays_in_english(out):
    assert '<html lang="en">' in (out / "index.html").read_text()


@pytest.mark.parametrize(("language", "word"), [("en", "not attempted"), ("zh", "未作答")])
def test_the_terminal_speaks_the_language_that_is_asked_for(chinese, handed_in, language, word):
    arguments = ["--assignment", "kinds", "--seed", 1, "--allow-unsafe", "--language", language]
    done = autograder(chinese, "grade", handed_in / "untouched.ipynb", *arguments)
    assert word in done.stdout


def test_a_language_that_nobody_speaks_is_refused(chinese, handed_in):
    done = autograder(chinese, "grade", handed_in / "wrong.ipynb", "--assignment", "kinds", "--language", "tlh")
    assert (done.returncode, done.stderr) == (2, "autograder: --language tlh: expected one of en, zh\n")


def test_release_in_a_language_that_the_course_lacks_is_refused(chinese, tmp_path):
    done = autograder(chinese, "release", "--language", "de", "--to", tmp_path / "to")
    assert (done.returncode, "autograder translate de" in done.stderr) == (2, True)


def test_translate_says_what_is_open(chinese):
    assert "0 to be translated or looked at" in autograder(chinese, "translate", "zh").stdout


@pytest.mark.parametrize("language", ["", "en", "tlh", "../../zh", "<b>"])
def test_a_stamp_chooses_among_our_languages_alone(language):
    """It is the student's to change."""
    assert language_of(Stamp(language=language), ["en", "tlh", "zh"]) == ""


@pytest.mark.parametrize("language", ["", "zh"])
def test_nothing_of_a_student_is_markup(language):
    hostile = report(EVIL, reason=EVIL, passes=(0.0, "failed", EVIL))
    page = student_page(replace(hostile, language=language, file=EVIL, note=EVIL, edition=EVIL, name=EVIL))
    assert ("<img" in page, "<script" in page) == (False, False)


@pytest.mark.parametrize("language", ["", "zh"])
def test_braces_of_a_student_are_no_placeholders(language):
    page = student_page(replace(report("{exercise}", reason="{0} {reason}"), language=language, file="{file.__class__}"))
    assert "{file.__class__}" in page


def test_gradescope_gets_the_language_of_now(chinese):
    with speaking("zh"):
        results = results_of(report("ann", passes=(1.0, "passed", "")), chinese.assignments["kinds"], Metadata())
    assert "passes：1 / 1 分，通过" in results["output"]


def test_a_stamp_chooses_among_the_courses_languages_alone():
    """A catalogue that an author has just begun is no language of the course yet."""
    assert language_of(Stamp(language="zh"), []) == ""


BROKEN = "msgid broken\n"


@pytest.fixture(scope="module")
def half_written(chinese, tmp_path_factory):
    """The Chinese course with a catalogue that nobody can read."""
    course = Course.load(copy_of(chinese.root, tmp_path_factory.mktemp("half_written") / "course"))
    course.catalogue("zh", "kinds").write_text(BROKEN)
    return course


@pytest.fixture(scope="module")
def half_translated(half_written, handed_in, tmp_path_factory):
    out = tmp_path_factory.mktemp("half_translated")
    command = ["grade", handed_in, "--assignment", "kinds", "--out", out, "--seed", 1, "--allow-unsafe"]
    return autograder(half_written, *command), out / "kinds"


def test_a_catalogue_that_can_not_be_read_ends_no_class(half_translated):
    assert half_translated[0].returncode == 0


def test_a_catalogue_that_can_not_be_read_is_told_once(half_translated):
    assert half_translated[0].stderr.count("can't be read as a gettext catalogue") == 1


def test_a_page_whose_catalogue_can_not_be_read_has_english_texts(half_translated):
    page = (half_translated[1] / "wrong.html").read_text()
    assert ("Kinds of answers" in page, "译" in page) == (True, False)


def test_release_refuses_a_catalogue_that_can_not_be_read(half_written):
    """Its author can mend it, and students would get what is half translated."""
    assert "can't be read as a gettext catalogue" in autograder(half_written, "release").stderr


@pytest.fixture(scope="module")
def untranslated(tmp_path_factory):
    """A course that names a language of which there is no catalogue."""
    course = Course.load(copy_of(COURSE, tmp_path_factory.mktemp("untranslated") / "course"))
    order = course.root / "solutions" / "course.toml"
    order.write_text(order.read_text().replace("[limits]", 'languages = ["xx"]\n\n[limits]', 1))
    return Course.load(course.root)


@pytest.mark.parametrize("command", ["release", "verify"])
def test_a_language_without_a_catalogue_is_one_line(untranslated, command):
    done = autograder(untranslated, command)
    missing = f"solutions/locale/xx/{list(untranslated.assignments)[-1]}.po"
    assert (done.returncode, done.stderr) == (
        2,
        f'autograder: {missing} is missing, and solutions/course.toml names the language "xx": run `autograder translate xx`\n',
    )


def test_the_command_that_is_named_mends_it(untranslated):
    assert autograder(untranslated, "translate", "xx").returncode == 0
