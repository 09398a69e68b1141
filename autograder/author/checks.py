"""The public checks: the grader's tests that are marked public, as otter-grader's test files, one for each exercise."""

from __future__ import annotations

import ast
import textwrap
from pathlib import Path

from autograder.course import UsageError
from autograder.grading import compare

MARKS = "autograder.graders"
_FILE = '''"""Public checks of {exercise}, made from the grader's. The notebook runs them: grader.check("{exercise}")"""

OK_FORMAT = False

{imports}

name = "{exercise}"
'''
_TEST = """

@test_case(name={title})
def {name}(env):
    student = Defined(env)
{body}
"""


def public_checks(grader: Path) -> dict[str, str]:
    """The source of each exercise's test file, by the exercise's name. ASCII alone: otter reads it in any encoding.

    Raises UsageError where a public test leans on something hidden.
    """
    source = grader.read_text(encoding="utf-8")
    tree = ast.parse(source)
    tests: dict[str, list[ast.FunctionDef]] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and (exercise := public_exercise(node)):
            tests.setdefault(exercise, []).append(node)
    return {name: _file(name, found, tree, source, grader) for name, found in tests.items()}


def public_exercise(node: ast.FunctionDef) -> str | None:
    """The exercise of a test that is marked `@exercise("…", public=True)`, else None."""
    for mark in node.decorator_list:
        if not isinstance(mark, ast.Call):
            continue
        given = {k.arg: k.value.value for k in mark.keywords if isinstance(k.value, ast.Constant)}
        if given.get("public") is True:
            return str(mark.args[0].value) if isinstance(mark.args[0], ast.Constant) else None
    return None


def _file(exercise: str, tests: list[ast.FunctionDef], tree: ast.Module, source: str, grader: Path) -> str:
    used = {n.id for test in tests for n in ast.walk(test) if isinstance(n, ast.Name)}
    available, imports = _imports(tree, used)
    hidden = {n.name for n in tree.body if isinstance(n, ast.FunctionDef)} - available
    for test in tests:
        _check(test, hidden, grader)
    bodies = [
        _TEST.format(title=ascii(_title(test)), name=test.name, body=_body(test, source, grader)) for test in tests
    ]
    return _FILE.format(exercise=exercise, imports=imports) + "".join(bodies)


def _title(test: ast.FunctionDef) -> str:
    return " ".join((ast.get_docstring(test) or test.name).split())


def _body(test: ast.FunctionDef, source: str, grader: Path) -> str:
    """The lines below the docstring; what is not ASCII stands in literals, and is written as escapes."""
    first = test.body[1].lineno if ast.get_docstring(test) else test.body[0].lineno
    body = "\n".join(source.splitlines()[first - 1 : test.end_lineno])
    plain = body.encode("ascii", "backslashreplace").decode()
    if ast.dump(ast.parse(textwrap.dedent(plain))) != ast.dump(ast.parse(textwrap.dedent(body))):
        raise UsageError(f"{grader.name}: {test.name} is public, so only ordinary literals may hold more than ASCII")
    return plain


def _imports(tree: ast.Module, used: set[str]) -> tuple[set[str], str]:
    """The imported names, and the import lines of those that are used, for a folder without this package."""
    names, plain, ours = set(), [], ["Defined"]
    for node in tree.body:
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        kept = [a for a in node.names if (a.asname or a.name).split(".")[0] in used]
        names |= {a.asname or a.name for a in kept}
        if isinstance(node, ast.ImportFrom) and node.module == MARKS:
            ours += [a.name for a in kept if hasattr(compare, a.name)]
        elif kept:
            plain.append(ast.unparse(type(node)(**{**dict(ast.iter_fields(node)), "names": kept})))
    helpers = f"from compare import {', '.join(ours)}"
    return names, "\n".join([*plain, helpers, "from otter.test_files import test_case"])


def _check(test: ast.FunctionDef, hidden: set[str], grader: Path) -> None:
    arguments = {a.arg for a in test.args.args}
    leaning = {n.id for n in ast.walk(test) if isinstance(n, ast.Name)} & hidden
    if arguments != {"student"} or leaning:
        what = ", ".join(sorted(leaning or arguments - {"student"}))
        raise UsageError(f"{grader.name}: {test.name} is public, so it may use only `student` and imports, not {what}")


def hidden_lines(grader: Path) -> list[str]:
    """The lines of a grader module that must not be found among what students get: all but imports and public tests."""
    source = grader.read_text(encoding="utf-8")
    lines = source.splitlines()
    for node in ast.parse(source).body:
        public = isinstance(node, ast.FunctionDef) and public_exercise(node)
        if public or isinstance(node, ast.Import | ast.ImportFrom):
            first = min([node.lineno, *[d.lineno for d in getattr(node, "decorator_list", [])]])
            lines[first - 1 : node.end_lineno] = [""] * ((node.end_lineno or first) - first + 1)
    return [line.strip() for line in lines if line.strip()]
