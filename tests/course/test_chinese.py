"""The course's Chinese notebooks: whole, and the same exercises as the English ones."""

import re

import pytest
from markdown_it import MarkdownIt
from parts import ROOT

from autograder.author.translation_faults import translation_faults
from autograder.course import Course
from autograder.languages import read_catalogue
from autograder.submission.notebook import read

COURSE = Course.load(ROOT)
NAMES = list(COURSE.assignments)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def notebook(name):
    return read(COURSE.root / "assignments" / "zh" / name / f"{name}.ipynb")


def test_nothing_is_missing_or_says_something_else():
    assert list(translation_faults(COURSE)) == []


def plain_texts(markdown):
    """What a reader sees as text, without code and formulas."""
    for block in MarkdownIt("commonmark").parse(re.sub(r"\$[^$]*\$", "", markdown)):
        for token in block.children or ():
            if token.type == "text":
                yield token.content


@pytest.mark.parametrize("name", NAMES)
def test_each_text_cell_is_in_chinese(name):
    texts = [cell.source for cell in notebook(name) if not cell.code and not cell.source.startswith("<!--")]
    assert [text for text in texts if not CHINESE.search(text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_each_emphasis_is_seen(name):
    """Markdown shows the asterisks of one that ends with a full-width mark and goes on without a space."""
    asterisks = []
    for cell in notebook(name):
        if not cell.code:
            asterisks += [text for text in plain_texts(cell.source) if "*" in text]
    assert asterisks == []


@pytest.mark.parametrize("name", NAMES)
def test_paragraphs_stand_on_one_line(name):
    """A line's end within a paragraph would show as a blank between two characters."""
    catalogue = read_catalogue(COURSE.catalogue("zh", name), "zh")
    texts = [message.string for message in catalogue if "text" in message.auto_comments]
    assert [text for text in texts if re.search(r"[\u4e00-\u9fff，。]\n[\u4e00-\u9fff]", text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_notebooks_have_as_many_cells(name):
    assert len(notebook(name)) == len(read(COURSE.notebook(name)))
