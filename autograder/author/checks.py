"""The public checks: the grader's tests that are marked public, as otter-grader's test files, one for each exercise."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator
from pathlib import Path

from autograder.author.solution import functions_in
from autograder.author.syntax_tree import tree_of
from autograder.code_lines import code_lines
from autograder.course import UsageError
from autograder.grading import compare
from autograder.languages import NO_PHRASES, Words

MARKS = "autograder.graders"
_INDENT = "    "  # of the code in a test, as in the file that it is written into
BINDS = ast.Import | ast.ImportFrom
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


def public_checks(grader: Path, words: Words = NO_PHRASES) -> dict[str, str]:
    """The source of each exercise's test file, by the exercise's name. ASCII alone: otter reads it in any encoding.

    Titles are told in these words. Raises UsageError where a public test leans on something hidden.
    """
    source = grader.read_text(encoding="utf-8")
    tree = tree_of(source)
    # several tests of an exercise go into one file, since otter knows a file as one question
    tests_by_exercise: dict[str, list[ast.FunctionDef]] = {}
    for function in functions_in(tree):
        exercise = public_exercise(function)
        if exercise:
            tests_by_exercise.setdefault(exercise, []).append(function)
    checks = {}
    for exercise, tests in tests_by_exercise.items():
        checks[exercise] = _file(exercise, tests, tree, source, grader, words)
    return checks


def public_exercise(node: ast.FunctionDef) -> str | None:
    """The exercise of a test that is marked `@exercise("…", public=True)`, else None."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and _says_public(decorator):
            exercise = decorator.args[0]
            # a name that is computed can't be known without running the grader
            if isinstance(exercise, ast.Constant):
                return str(exercise.value)
    return None


def without_public_tests(grader: Path) -> Iterator[str]:
    """A line for each exercise of whose tests none is public."""
    first_lines: dict[str, int] = {}
    checked = set()
    for function in functions_in(tree_of(grader.read_text(encoding="utf-8"))):
        exercise = exercise_of(function)
        if exercise is not None and stood_in(function) is None:
            first_lines.setdefault(exercise, function.lineno)
        checked.add(public_exercise(function))
    for exercise, line in first_lines.items():
        if exercise not in checked:
            advice = f'mark one @exercise("{exercise}", public=True)'
            yield f"{grader}:{line}: {exercise} has no public test, and students can't check it: {advice}"


def written_without(grader: Path) -> dict[str, list[str]]:
    """What each exercise is to be written without, as the marks of its tests say in a list of plain texts."""
    names_by_exercise: dict[str, list[str]] = {}
    # read and not imported, as public tests are
    for node in ast.walk(tree_of(grader.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
            continue
        for keyword in node.keywords:
            if keyword.arg == "without":
                names = names_by_exercise.setdefault(str(node.args[0].value), [])
                for name in _texts_in(keyword.value, grader):
                    if name not in names:
                        names.append(name)
    return names_by_exercise


def _texts_in(node: ast.expr, grader: Path) -> Iterator[str]:
    """The texts of a list that stands in a mark. Raises UsageError for whatever is no plain list of texts."""
    elements: list[ast.expr] = [node]
    if isinstance(node, ast.List | ast.Tuple):
        elements = node.elts
    for element in elements:
        if element is node or not isinstance(element, ast.Constant) or not isinstance(element.value, str):
            raise UsageError(
                '{grader}:{line}: expected without=["torch.relu"], a list of plain texts in the mark itself: '
                "the stub is made of it",
                grader=grader, line=node.lineno,
            )
        yield element.value


def exercise_of(statement: ast.stmt) -> str | None:
    """The exercise of a test, or of a stand-in, whose mark names it as a plain text; else None."""
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        for decorator in statement.decorator_list:
            if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.args:
                name = decorator.args[0]
                if decorator.func.id in {"exercise", "stand_in"} and isinstance(name, ast.Constant):
                    return str(name.value)
    return None


def _says_public(decorator: ast.Call) -> bool:
    for keyword in decorator.keywords:
        if keyword.arg == "public" and isinstance(keyword.value, ast.Constant):
            return keyword.value.value is True
    return False


def stood_in(statement: ast.stmt) -> str | None:
    """The exercise of a definition that is marked `@stand_in("…")`, else None."""
    if not isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return None
    for decorator in statement.decorator_list:
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and decorator.func.id == "stand_in":
            exercise = decorator.args[0]
            if isinstance(exercise, ast.Constant):
                return str(exercise.value)
    return None


def _file(
    exercise: str, tests: list[ast.FunctionDef], tree: ast.Module, source: str, grader: Path, words: Words
) -> str:
    used_names: set[str] = set()
    for public_test in tests:
        used_names |= names_in(public_test)
    imported_names, import_lines = _imports(tree, used_names)
    hidden_names = {function.name for function in functions_in(tree)} - imported_names
    file_parts = [_FILE.format(exercise=exercise, imports=import_lines)]
    for public_test in tests:
        # a student has neither the reference nor the grader's own functions
        _check(public_test, hidden_names, grader)
        title = ascii(words.text(_title(public_test), f"title of {public_test.name}"))
        file_parts.append(_TEST.format(title=title, name=public_test.name, body=_body(public_test, source, grader)))
    return "".join(file_parts)


def names_in(tree: ast.AST) -> set[str]:
    """Every plain name that stands in a piece of code."""
    plain_names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            plain_names.add(node.id)
    return plain_names


def _title(test: ast.FunctionDef) -> str:
    return " ".join((ast.get_docstring(test) or test.name).split())


def _body(test: ast.FunctionDef, source: str, grader: Path) -> str:
    """The lines below the docstring; what is not ASCII stands in literals, and is written as escapes."""
    statements = test.body
    if ast.get_docstring(test):
        statements = test.body[1:]
    if not statements:
        raise UsageError(
            "{grader}: {test} is public and asks nothing: write an assertion below its docstring",
            grader=grader.name, test=test.name,
        )
    first_statement = statements[0]
    first_line, _ = _extent(first_statement)
    body_lines = code_lines(source)[first_line - 1 : test.end_lineno]
    if first_statement.col_offset != len(_INDENT) or not body_lines[0].startswith(_INDENT):
        raise UsageError(
            "{grader}: {test} is public, so begin its code in a new line, indented by four spaces",
            grader=grader.name, test=test.name,
        )
    body_text = "\n".join(body_lines)
    escaped = body_text.encode("ascii", "backslashreplace").decode()
    if escaped == body_text:  # then the trees are one
        return body_text
    # an escape in a raw string or in a name would say something else: then the two trees differ
    if ast.dump(ast.parse(textwrap.dedent(escaped))) != ast.dump(ast.parse(textwrap.dedent(body_text))):
        raise UsageError(
            "{grader}: {test} is public, so only ordinary literals may hold more than ASCII",
            grader=grader.name, test=test.name,
        )
    return escaped


def _imports(tree: ast.Module, used_names: set[str]) -> tuple[set[str], str]:
    """The imported names, and the import lines of those that are used, for a folder without this package."""
    imported_names: set[str] = set()
    import_lines: list[str] = []
    helpers = ["Defined"]  # which says of a name that the notebook lacks what to do
    for statement in tree.body:
        if not isinstance(statement, BINDS):
            continue
        aliases = []
        for alias in statement.names:
            # `import torch.nn` binds `torch`
            if bound_name(alias).split(".")[0] in used_names:
                aliases.append(alias)
                imported_names.add(bound_name(alias))
        if isinstance(statement, ast.ImportFrom) and statement.module == MARKS:
            # of the graders' public face, students get compare.py alone
            helpers += [alias.name for alias in comparison_names(aliases)]
        elif aliases:
            import_lines.append(ast.unparse(_import_of(aliases, statement)))
    import_lines.append(f"from compare import {', '.join(helpers)}")
    import_lines.append("from otter.test_files import test_case")
    return imported_names, "\n".join(import_lines)


def bound_name(alias: ast.alias) -> str:
    """The name that an import gives to what it imports."""
    return alias.asname or alias.name


def comparison_names(aliases: list[ast.alias]) -> list[ast.alias]:
    """Those of the imported names that `compare` has: what a public test may use without this package."""
    return [alias for alias in aliases if hasattr(compare, alias.name)]


def _import_of(aliases: list[ast.alias], node: ast.Import | ast.ImportFrom) -> ast.stmt:
    """The same import, of these names alone."""
    if isinstance(node, ast.Import):
        return ast.Import(names=aliases)
    return ast.ImportFrom(module=node.module, names=aliases, level=node.level)


def _check(test: ast.FunctionDef, hidden_names: set[str], grader: Path) -> None:
    """Raise UsageError where a public test uses what students do not have."""
    arguments = {argument.arg for argument in test.args.args}
    surplus = names_in(test) & hidden_names
    if not surplus:
        surplus = arguments - {"student"}
    if surplus or arguments != {"student"}:
        reasons = ", ".join(sorted(surplus))
        raise UsageError(
            "{grader}: {test} is public, so it may use only `student` and imports, not {reasons}",
            grader=grader.name, test=test.name, reasons=reasons,
        )


def hidden_lines(grader: Path) -> list[str]:
    """The lines of a grader module that must not be found among what students get.

    These are all but imports, public tests, and stand-ins, which have the interface of the stubs.
    """
    source = grader.read_text(encoding="utf-8")
    lines = code_lines(source)
    for statement in tree_of(source).body:
        is_public = isinstance(statement, ast.FunctionDef) and public_exercise(statement)
        if is_public or isinstance(statement, BINDS) or stood_in(statement) is not None:
            # emptied, not taken away: the numbers of all other lines stay right
            first_line, last_line = _extent(statement)
            for number in range(first_line, last_line + 1):
                lines[number - 1] = ""
    return list(filter(None, map(str.strip, lines)))


def _extent(node: ast.stmt) -> tuple[int, int]:
    """The numbers of a statement's first and last line, decorators included."""
    first_line = node.lineno
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        for decorator in node.decorator_list:
            first_line = min(first_line, decorator.lineno)
    return first_line, node.end_lineno or first_line
