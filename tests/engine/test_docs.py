"""The pages of docs/: their examples run, and their command lines are ones that there are."""

import ast
import re
import shlex
import subprocess
import sys

import pytest
import typer
from parts import ROOT

from autograder.cli import app

DOCS = ROOT / "docs"
PAGES = sorted(path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md"))
GRADERS = DOCS / "reference" / "graders.md"


def blocks(page, language):
    """The code blocks of a page in this language."""
    return re.findall(rf"^```{language}\n(.*?)^```", page.read_text(), re.DOTALL | re.MULTILINE)


def public_names():
    """`__all__` of autograder.graders, read and not imported: its mark `exercise` is none of this project's own tests."""
    module = ast.parse((ROOT / "autograder" / "graders.py").read_text())
    for statement in module.body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "__all__":
            return ast.literal_eval(statement.value)
    raise AssertionError("autograder.graders has no __all__")


def test_each_name_that_graders_are_written_with_has_its_place():
    """And each heading is such a name."""
    headings = re.findall(r"^### (.*)$", GRADERS.read_text(), re.MULTILINE)
    names = [name for heading in headings for name in re.findall(r"`(\w+)`", heading)]
    assert sorted(names) == sorted(public_names())


def test_the_examples_run_one_after_another(tmp_path):
    """As the page says."""
    program = tmp_path / "examples.py"
    program.write_text("\n".join(blocks(GRADERS, "python")))
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0


def commands(page):
    """The words of each `autograder …` line of a page's shell blocks."""
    for block in blocks(page, "sh"):
        for line in block.replace("\\\n", " ").splitlines():
            for part in line.split("&&"):
                words = shlex.split(part, comments=True)
                if words[:1] == ["autograder"] and words[1:] != ["--version"]:
                    yield words[1:]


@pytest.mark.parametrize("page", PAGES)
def test_each_command_line_can_be_read(page):
    """By the command line itself: names of commands and options that there are not would be refused."""
    program = typer.main.get_command(app)
    for words in commands(DOCS / page):
        context = program.make_context("autograder", [*words[:1], "--help"], resilient_parsing=True)
        command = program.get_command(context, words[0])
        assert command is not None, words
        rest = words[1:]
        while hasattr(command, "get_command") and rest:  # `autograder nbgrader init`
            command = command.get_command(context, rest.pop(0))
            assert command is not None, words
        command.make_context(words[0], rest, parent=context)


def test_the_reference_is_what_the_code_gives():
    """Each command, each field of a report and each key of course.toml."""
    script = DOCS / "make_reference.py"
    done = subprocess.run([sys.executable, str(script), "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0
