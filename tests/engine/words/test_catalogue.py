"""Each sentence is a literal where it is used: so a translation can hold it, and a hint can tell it."""

import ast
import re
from pathlib import Path

import pytest
from parts import ROOT

from autograder.words import catalogue
from autograder.words.catalogue import put_together, templates

PACKAGE = ROOT / "autograder"
SAYING = [PACKAGE / name for name in catalogue._ENGINES]
GRADERS = sorted((ROOT / "tests" / "graders").glob("test_*.py")) + sorted((ROOT / "tests/engine/course/tests/graders").glob("test_*.py"))


@pytest.mark.parametrize("path", [*SAYING, *GRADERS], ids=lambda path: path.stem)
def test_no_message_is_put_together(path):
    """No f-string stands where a template should: its values could be told by no rule, and nobody could translate it."""
    assert put_together(path) == []


MARKED = {"told", "show", "shape_of", "either", "message"}


def untold(path):
    """The lines of hidden tests' messages with a value that hints may not tell, and without other words for hints."""
    lines = []
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.FunctionDef) and any("public=True" in ast.unparse(mark) for mark in statement.decorator_list):
            continue
        for node in ast.walk(statement):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in ("Mismatch", "message"):
                continue
            values = {keyword.arg: ast.unparse(keyword.value).partition("(")[0] for keyword in node.keywords}
            if "hint" not in values and not set(values.values()) <= MARKED:
                lines.append(node.lineno)
    return lines


@pytest.mark.parametrize("path", GRADERS, ids=lambda path: path.stem)
def test_each_hidden_message_has_words_for_hints(path):
    """Where it holds what was drawn: otherwise a student reads no more than that the result is not the expected one."""
    assert untold(path) == []


def told_places(tree):
    """The lines that tell which of several values is wrong, by its number or name: code that chooses where to fail tells by it.

    In public tests that is told, and in functions which only these call.
    """
    lines = set()
    for function in tree.body:
        if any("public=True" in ast.unparse(mark) for mark in getattr(function, "decorator_list", [])):
            continue
        for loop in ast.walk(function):
            if isinstance(loop, ast.For) and NUMBERED.search(ast.unparse(loop.iter)):
                lines.update(told_lines(loop))
    return sorted(lines)


# loops over what a student's code has a number or a name for
NUMBERED = re.compile(r"^enumerate\(|^range\(|named_parameters\(|^groups_of\.")


def told_lines(loop):
    """The lines within a loop that tell what it counts: of `enumerate` the number."""
    targets = {node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name)}
    if ast.unparse(loop.iter).startswith("enumerate("):
        targets = {loop.target.elts[0].id}
    for node in ast.walk(loop):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "told":
            if targets & {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}:
                yield node.lineno


@pytest.mark.parametrize("path", GRADERS, ids=lambda path: path.stem)
def test_no_hint_tells_which_of_several_values_is_wrong(path):
    assert told_places(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("loop", ["i, p in enumerate(params)", "i in range(4)", "i, p in net.named_parameters()", "i, group in groups_of.items()"])
def test_a_number_that_is_told_is_found(loop):
    """So that the test above can fail."""
    assert told_places(ast.parse(f"for {loop}:\n    same(p, 1, message('{{n}}', n=told(i)))\n")) == [2]


SOURCE = '''
def test(student):
    """A docstring."""
    assert student, "a plain text"
    assert student, message("got {got}", got=1)
    same(student, 1, "the first result", looks_like=lambda: {"a mistake": 2})
    raise Mismatch("expected {n}", hint="expected another", n=told("a value"))
'''


@pytest.fixture
def grader(tmp_path: Path):
    path = tmp_path / "test_grader.py"
    path.write_text(SOURCE)
    return path


def test_the_sentences_of_a_grader(grader):
    found = {template.text for template in templates([grader]) if template.path == grader.name}
    assert found == {"a plain text", "got {got}", "the first result", "a mistake", "expected {n}", "expected another"}


def test_the_engines_sentences_are_there():
    found = {template.text for template in templates([])}
    assert {"values differ", "{what}: {difference}", "a segmentation fault", "an exception", "a different shape"} <= found


def test_each_sentence_stands_once(grader):
    texts = [template.text for template in templates([grader, grader])]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("statement", ['assert x, f"got {x}"', 'same(x, 1, f"the {x}")', 'raise Mismatch("a", hint=f"{x}")'])
def test_an_f_string_is_found(tmp_path, statement):
    """So that the test above can fail."""
    path = tmp_path / "grader.py"
    path.write_text(f"x = 1\n{statement}\n")
    assert put_together(path) == [2]


SENTENCES = {"sentence", "Rejected", "UsageError", "NoCourse", "say", "phrase", "marked", "counted"}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "templates" not in path.parts)


def put_together_sentences(tree):
    """The lines in which a sentence, a reason or a phrase has an f-string, or pieces, for its template."""
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SENTENCES and node.args:
            if isinstance(node.args[0], ast.JoinedStr | ast.BinOp):
                lines.append(node.lineno)
    return lines


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_sentence_is_put_together(path):
    """Reasons, notes, editions, lateness, phrases and wrong usage: each is one literal with named values, anywhere in the package."""
    assert put_together_sentences(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("call", ['Rejected(f"{x} is no notebook")', 'sentence("a" + b)'])
def test_a_sentence_that_is_put_together_is_found(call):
    """So that the test above can fail."""
    assert put_together_sentences(ast.parse(call)) == [1]
