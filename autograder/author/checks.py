"""The public checks: the grader's tests that are marked public, as a module that needs nothing but torch."""

from __future__ import annotations

import ast
from pathlib import Path

from autograder.course import UsageError
from autograder.grading import compare

_OURS = "autograder.grading.marks"
_HEAD = '''"""Public checks of {name}: `check("…")` in the notebook runs them. The grader has more."""

'''


def public_checks(grader: Path) -> str:
    """The source of the public module. Raises UsageError where a public test leans on something hidden."""
    source = grader.read_text(encoding="utf-8")
    tree = ast.parse(source)
    public = [node for node in tree.body if isinstance(node, ast.FunctionDef) and is_public(node)]
    available, imports = _imports(tree, {n.id for test in public for n in ast.walk(test) if isinstance(n, ast.Name)})
    hidden = {n.name for n in tree.body if isinstance(n, ast.FunctionDef)} - available
    for test in public:
        _check(test, hidden, grader)
    tests = [ast.get_source_segment(source, test, padded=True) or "" for test in public]
    marks = ["\n".join(f"@{ast.get_source_segment(source, d)}" for d in test.decorator_list) for test in public]
    bodies = [f"\n\n{mark}\n{test}\n" for mark, test in zip(marks, tests, strict=True)]
    return _HEAD.format(name=grader.stem.removeprefix("test_")) + imports + "".join(bodies)


def is_public(node: ast.FunctionDef) -> bool:
    """Whether a test is marked `@exercise("…", public=True)`."""
    calls = [d for d in node.decorator_list if isinstance(d, ast.Call)]
    return any(
        k.arg == "public" and isinstance(k.value, ast.Constant) and k.value.value is True
        for d in calls
        for k in d.keywords
    )


def _imports(tree: ast.Module, used: set[str]) -> tuple[set[str], str]:
    """The imported names, and the import lines of those that are used, for a folder without this package."""
    names, plain, ours = set(), [], []
    for node in tree.body:
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        kept = [a for a in node.names if (a.asname or a.name).split(".")[0] in used]
        names |= {a.asname or a.name for a in kept}
        if isinstance(node, ast.ImportFrom) and node.module == _OURS:
            ours = [a.name for a in kept if hasattr(compare, a.name)]
        elif kept:
            node.names = kept
            plain.append(ast.unparse(node))
    helpers = [f"from tests.compare import {', '.join(ours)}"] if ours else []
    return names, "\n".join([*plain, "\nfrom tests import exercise", *helpers]) + "\n"


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
        if (isinstance(node, ast.FunctionDef) and is_public(node)) or isinstance(node, ast.Import | ast.ImportFrom):
            first = min([node.lineno, *[d.lineno for d in getattr(node, "decorator_list", [])]])
            lines[first - 1 : node.end_lineno] = [""] * ((node.end_lineno or first) - first + 1)
    return [line.strip() for line in lines if line.strip()]
