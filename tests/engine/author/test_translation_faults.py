"""What `verify` says of a translation that lacks something, or says something else."""

import pytest
from parts import in_chinese

from autograder.author.translation_faults import sign_differences, translation_faults
from autograder.author.translations import translate, written
from autograder.languages import read_catalogue


@pytest.fixture
def chinese(own_course):
    return in_chinese(own_course)


def change(course, beginning, translation, *, fuzzy=False):
    """Translate the text that begins so in another way."""
    path = course.catalogue("zh", "kinds")
    catalogue = read_catalogue(path, "zh")
    (message,) = [message for message in catalogue if str(message.id).startswith(beginning)]
    message.string = translation
    if fuzzy:
        message.flags.add("fuzzy")
    path.write_bytes(written(catalogue))


def test_a_whole_translation_has_none(chinese):
    assert list(translation_faults(chinese)) == []


def test_a_course_in_english_alone_has_none(course):
    assert list(translation_faults(course)) == []


def test_a_text_that_is_missing(chinese):
    change(chinese, "# Kinds", "")
    assert list(translation_faults(chinese)) == [
        "solutions/locale/zh/kinds.po: not translated: # Kinds of answers A number drawn, a tensor, a column, an it …"
    ]


def test_a_text_that_has_changed(chinese):
    solution = chinese.solution("kinds")
    solution.write_text(solution.read_text().replace("A number drawn, a tensor", "A number drawn, one tensor"))
    translate(chinese, "zh")
    (fault,) = translation_faults(chinese)
    assert "the English has changed" in fault


def test_a_text_that_changed_since_the_catalogue_was_written(chinese):
    solution = chinese.solution("kinds")
    solution.write_text(solution.read_text().replace("A number drawn, a tensor", "A number drawn, one tensor"))
    (fault,) = translation_faults(chinese)
    assert "not translated" in fault


def test_a_catalogue_that_is_missing(chinese):
    chinese.catalogue("zh", "kinds").unlink()
    assert list(translation_faults(chinese)) == [
        "solutions/locale/zh/kinds.po: it is missing: `autograder translate zh` writes it"
    ]


def test_a_catalogue_that_cannot_be_read(chinese):
    chinese.catalogue("zh", "kinds").write_text("msgid nothing\n")
    (fault,) = translation_faults(chinese)
    assert "can't be read as a gettext catalogue" in fault


def test_a_docstring_that_ends_too_early(chinese):
    change(chinese, "Return n numbers", '返回 (n,)"""')
    (fault,) = translation_faults(chinese)
    assert "the code of cell draws is another" in fault


@pytest.mark.parametrize(
    ("english", "translation", "difference"),
    [
        ("the loss $x^2$", "损失 $x^3$", "the translation lacks the formula $x^2$"),
        ("$$a\n= b$$", "", "the translation lacks the formula $$a = b$$"),
        ("call `f(x)`", "调用 `g(x)`", "the translation lacks the code `f(x)`"),
        ("in 3 epochs", "三轮", "the translation lacks the number 3"),
        ("after 1,797 digits", "1797 个", "the translation lacks the number 1,797"),
        ("few", "约3个", "the translation adds the number 3"),
        ("![a](figures/a.svg)", "![a](figures/b.svg)", "the translation lacks the figure ](figures/a.svg)"),
        ("<details>x</details>", "<details>x", "the translation lacks the tag </details>"),
        ("{name} fails", "失败", "the translation lacks the placeholder {name}"),
    ],
)
def test_what_has_no_language_stays(english, translation, difference):
    assert difference in list(sign_differences(english, translation))


@pytest.mark.parametrize(
    ("english", "translation"),
    [
        ("[the book](https://d2l.ai/a.html)", "[书](https://zh.d2l.ai/b.html)"),
        (r"$a \text{ or } b$", r"$a \text{ 或 } b$"),
        ("it is $a\n= b$", "它是 $a = b$"),
        ("first $a$, then $b$", "先 $b$，再 $a$"),
        ("at 0.03, 2 epochs.", "学习率0.03，2轮。"),
    ],
)
def test_what_a_language_may_have_its_own_way(english, translation):
    assert list(sign_differences(english, translation)) == []
