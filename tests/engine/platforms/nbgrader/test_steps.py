"""Our steps among nbgrader's take a time in proportion to what was handed in, and let no script through."""

import nbconvert.preprocessors.sanitize as stock
import nbformat
import pytest

from autograder.platforms.nbgrader import steps
from autograder.platforms.nbgrader.steps import MendCells, NoScripts

SLOW = {"many tags": "<b>", "open tags": "<a ", "open quotes": "<b a='", "signs": "<", "comments": "<!--", "entities": "&a;<", "tables": "<p><table>"}


@pytest.fixture
def sanitized(monkeypatch):
    """How many characters the library has been given: its time grows with their square."""
    given = []
    clean = stock.clean
    monkeypatch.setattr(stock, "clean", lambda text, **more: given.append(len(text)) or clean(text, **more))
    return given


def texts(*sources):
    """A notebook of texts. Its cells are numbered: nbformat's own ids are drawn, and of 20,000 two can be alike."""
    cells = [nbformat.v4.new_markdown_cell(source, id=f"text-{number}") for number, source in enumerate(sources)]
    return nbformat.v4.new_notebook(cells=cells)


@pytest.mark.parametrize("kind", SLOW)
def test_a_long_text(kind, sanitized):
    """200,000 characters of tags in one cell, or in many: 26 s in the library, which is not asked."""
    unit = SLOW[kind]
    long = (unit * 200_000)[:200_000]
    made, _ = NoScripts().preprocess(texts(long, *[(unit * 4_000)[:4_000]] * 50), {})
    assert sum(sanitized) <= 50_000
    assert "<" not in made.cells[0].source
    assert "<" not in made.cells[-1].source


def test_each_notebook_has_the_same_room(sanitized):
    """What one has used up is there for the next."""
    step = NoScripts()
    for _ in range(3):
        made, _ = step.preprocess(texts("<b>bold</b> <script>x</script>" + "a" * 30_000), {})
        assert made.cells[0].source.startswith("<b>bold</b> &lt;script&gt;")
    assert len(sanitized) == 3


def test_a_picture_in_a_text_cell(sanitized):
    """Text without a tag is left as it is, quotes and formulas, too."""
    text = f"> a quote & $a > b$\n\n![](data:image/png;base64,{'iVBOR' * 400_000})"
    made, _ = NoScripts().preprocess(texts(text), {})
    assert made.cells[0].source == text
    assert sanitized == []


def test_cells_without_text_or_metadata(course):
    """They are mended, not stumbled over."""
    broken = texts("x", "y")
    del broken.cells[0]["source"], broken.cells[1]["metadata"]
    made, _ = MendCells(course=str(course.root)).preprocess(broken, {"nbgrader": {"assignment": "outcomes"}})
    assert made.cells[0].source == ""
    assert made.cells[1].metadata == {}


def test_a_notebook_that_is_too_long_to_be_shown(course):
    """One sentence stands for it, and the cells that nbgrader counts; no step behind this one sees the others."""
    step = MendCells(course=str(course.root))
    where = {"nbgrader": {"assignment": "outcomes"}}
    short, _ = step.preprocess(texts("x"), where)
    for long in (texts(*["x"] * 20_000), texts("x" * (steps._LONGEST_NOTEBOOK + 1))):
        made, _ = step.preprocess(long, where)
        assert made.cells[0].source.startswith("What was handed in is too long to be shown here")
        assert len(made.cells) == len(short.cells)
        assert sum(len(cell.source) for cell in made.cells) < 100_000
