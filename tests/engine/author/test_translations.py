"""What translators get, and that nothing of theirs is lost when the English changes."""

import nbformat
import pytest
from parts import in_chinese

from autograder.author.checks import public_checks
from autograder.author.notebook_text import bare
from autograder.author.release import build_in, release, stale
from autograder.author.students_folder import hand_out
from autograder.author.translations import templates, texts_of, translate
from autograder.course import SHARED, Course, UsageError
from autograder.languages import read_catalogue


@pytest.fixture
def chinese(own_course):
    return in_chinese(own_course)


def cells(course, folder):
    path = course.root / "assignments" / folder / "kinds.ipynb"
    return nbformat.read(path, as_version=4)


def public_sources(course):
    return public_checks(course.grader("kinds")).items()


def texts(course):
    return texts_of(course, course.assignments["kinds"])


def test_each_kind_of_text_is_there(course):
    abouts = set(texts(course).values())
    assert abouts >= {"title of the course", "title of the assignment", "text", "comment", "docstring of draws"}


def test_titles_of_hidden_tests_are_there(course):
    """A student's page tells them."""
    titles = [about for about in texts(course).values() if about.startswith("title of test_")]
    public = sum(source.count("@test_case") for _, source in public_sources(course))
    assert len(titles) > public


def test_a_solution_is_not(course):
    assert not any("numbers_drawn" in text for text in texts(course))


def test_what_several_assignments_say_is_translated_once(course):
    by_name = templates(course)
    assert "Your code here" in by_name[SHARED]
    assert "Your code here" not in by_name["kinds"]


def test_a_second_time_changes_no_byte(own_course):
    paths = translate(own_course, "zh")
    before = {path: path.read_bytes() for path in paths}
    translate(own_course, "zh")
    assert {path: path.read_bytes() for path in paths} == before


def test_it_counts_what_is_open(own_course):
    counts = translate(own_course, "zh")
    assert all(total == open_count > 0 for total, open_count in counts.values())


def test_nothing_is_open_once_all_is_translated(chinese):
    assert all(open_count == 0 for _, open_count in translate(chinese, "zh").values())


def test_the_translation_of_a_changed_text_is_kept_as_fuzzy(chinese):
    solution = chinese.solution("kinds")
    solution.write_text(solution.read_text().replace("Return n numbers of the", "Return exactly n numbers of the"))
    translate(chinese, "zh")
    catalogue = read_catalogue(chinese.catalogue("zh", "kinds"), "zh")
    (message,) = [message for message in catalogue if "exactly n numbers" in str(message.id)]
    assert (message.fuzzy, "译 Return n numbers" in message.string) == (True, True)


@pytest.mark.parametrize("language", ["", "en", "Chinese", "../x"])
def test_what_is_no_language_is_refused(course, language):
    with pytest.raises(UsageError, match="code"):
        translate(course, language)


def test_a_notebook_has_its_cells_in_the_other_language(chinese):
    assert cells(chinese, "zh/kinds").cells[0].source.startswith("译 # Kinds of answers")


def test_ids_and_metadata_are_the_same(chinese):
    of_each = [
        [(cell.id, cell.cell_type, cell.metadata) for cell in cells(chinese, folder).cells]
        for folder in ("kinds", "zh/kinds")
    ]
    assert of_each[0] == of_each[1]


def test_the_code_is_the_same(chinese):
    """But for the cell that carries the checks, and with them their words."""
    of_each = []
    for folder in ("kinds", "zh/kinds"):
        code = [cell for cell in cells(chinese, folder).cells if cell.cell_type == "code"]
        of_each.append([bare(cell.source) for cell in code if "packed = " not in cell.source])
    assert of_each[0] == of_each[1]


def test_the_stamp_says_the_language_and_the_same_edition(chinese):
    english, own = (cells(chinese, folder).metadata["autograder"] for folder in ("kinds", "zh/kinds"))
    assert own == {**english, "language": "zh"}


def test_files_beside_the_notebook_are_the_same_but_for_titles_and_what_checks_say(chinese):
    english, own = build_in(chinese, "en"), build_in(chinese, "zh")
    assert [path for path in english if english[path] != own[path] and not path.endswith(".ipynb")] == [
        path for path in english if "/tests/" in path or path.endswith("notebook_checks.json")
    ]


def test_the_english_notebooks_stay_as_they_were(course, chinese):
    assert build_in(chinese, "en") == build_in(course, "en")


def test_stale_notebooks_of_another_language_are_found(chinese):
    (chinese.root / "assignments" / "zh" / "kinds" / "kinds.ipynb").unlink()
    assert stale(chinese) == ["zh/kinds/kinds.ipynb"]


def test_a_language_that_is_released_no_more_is_taken_away(chinese):
    order = chinese.root / "solutions" / "course.toml"
    order.write_text(order.read_text().replace('languages = ["zh"]', ""))
    release(Course.load(chinese.root))
    assert not list((chinese.root / "assignments" / "zh").rglob("*.ipynb"))


def test_release_to_takes_one_language(chinese, tmp_path):
    hand_out(chinese, list(chinese.assignments), tmp_path / "to", "zh")
    assert not (tmp_path / "to" / "zh").exists()


def test_the_readme_is_in_the_language(chinese, tmp_path):
    hand_out(chinese, list(chinese.assignments), tmp_path / "to", "zh")
    assert "从上到下完成笔记本" in (tmp_path / "to" / "README.md").read_text(encoding="utf-8")


def test_a_text_that_is_missing_is_shown_in_english(chinese):
    chinese.catalogue("zh", "kinds").unlink()
    release(chinese)
    assert cells(chinese, "zh/kinds").cells[0].source.startswith("# Kinds of answers")


@pytest.mark.parametrize("languages", ['["en"]', '["Chinese"]', '["../zh"]'])
def test_course_toml_takes_codes_of_languages(own_course, languages):
    order = own_course.root / "solutions" / "course.toml"
    order.write_text(f"languages = {languages}\n" + order.read_text())
    with pytest.raises(UsageError, match="languages: expected codes"):
        Course.load(own_course.root)


def test_a_language_and_an_assignment_need_two_names(own_course):
    order = own_course.root / "solutions" / "course.toml"
    order.write_text('languages = ["zh"]\n' + order.read_text().replace('"kinds"', '"zh"', 1))
    with pytest.raises(UsageError, match="rename the assignment"):
        Course.load(own_course.root)


def test_what_a_module_beside_a_grader_says_is_there(own_course):
    beside = own_course.grader("kinds").with_name("checks_of_mine.py")
    beside.write_text("def check(value):\n    assert value, 'a sentence of a module beside'\n")
    assert texts(own_course)["a sentence of a module beside"] == "message of a test"


def test_data_beside_a_grader_may_be_no_python(own_course):
    before = texts(own_course)
    own_course.grader("kinds").with_name("broken.py").write_bytes(b"def \xff(:\0")
    assert texts(own_course) == before
