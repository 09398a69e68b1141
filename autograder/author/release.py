"""Solutions → what students get: the same bytes each time, written, compared, or put into a folder of its own."""

from __future__ import annotations

import ast
import json
import textwrap
from collections.abc import Collection, Sequence
from pathlib import Path

import msgspec
import nbformat

from autograder import installed
from autograder.author import notebook_text, solution
from autograder.author.checks import names_in, written_without
from autograder.author.colab import colab_address
from autograder.author.companions import CHECKER, companions, unpacking_cell
from autograder.author.editions import keep_edition, stamp_now
from autograder.author.figures import embedded
from autograder.author.front_page import FRONT_PAGE, front_pages
from autograder.author.solution import Cell
from autograder.course import ANSWER, CHECK, DEMO, SERVING, Assignment, Course, Exercise, Question, UsageError
from autograder.languages import ENGLISH, NO_PHRASES, Words
from autograder.submission.edition import STAMP

_CHECK = """# {comment}
grader.check("{name}")"""
_ONE_POINT = "Public checks of {name} (1 point). The grader has more of them, and checks more closely."
_POINTS = "Public checks of {name} ({points} points). The grader has more of them, and checks more closely."

_FIRST = """# Run this cell first.
{imports}

try:
    from {checker} import grader  # says whether an answer is right, and how it is wrong
except ModuleNotFoundError:
    print("This notebook lies alone: run the folded cell below, too. It brings the checks.")"""

_DEMO = """try:
    grader.needs({needs})
{demo}
except Exception as reason:
    grader.stopped(reason)"""

_LAST_TEXT = "## Check everything, and hand in"

_LAST = """# All public checks, what they are worth, and where to hand in.
grader.check_all()"""

# Jupyter folds the one, Colab the other
_FOLDED = {"jupyter": {"source_hidden": True}, "cellView": "form"}
_FOLD = "# Code that draws: click here to read it."  # all that is seen of it
_PLOTS = "plt"  # what uses it draws, and is no part of the lesson


_PACKAGES = ("torch", "numpy", "matplotlib", "scikit-learn")


def build(course: Course, names: Collection[str] | None = None) -> dict[str, bytes]:
    """Every file below assignments/, by its path there: the notebooks of another language have a folder of its name.

    With names, those of these assignments alone, and the pages that list all.
    """
    course.check_languages()
    files = build_in(course, ENGLISH, names)
    for language in course.languages:
        for path, content in build_in(course, language, names).items():
            files[f"{language}/{path}"] = content
    # it lists all assignments, whichever are released now
    return files | front_pages(course)


def build_in(course: Course, language: str, names: Collection[str] | None = None) -> dict[str, bytes]:
    """The files of all assignments in one language, by their paths; with names, of these alone."""
    files: dict[str, bytes] = {}
    for folder, assignment in course.assignments.items():
        if names is not None and folder not in names:
            continue
        words = course.phrases(folder, language)
        files[f"{folder}/{folder}.ipynb"] = notebook(course, assignment, words, language).encode()
        files[f"{folder}/requirements.txt"] = _requirements(course, assignment).encode()
        for file_name, path in course.given_files(folder).items():
            files[f"{folder}/{file_name}"] = path.read_bytes()
        for file_name, content in companions(course, assignment, words, language).items():
            files[f"{folder}/{file_name}"] = content
    return files


def _requirements(course: Course, assignment: Assignment) -> str:
    # what a student installs and what grades are the same versions
    requirements = [installed.pinned(course, package) for package in _PACKAGES]
    for requirement in installed.pinned_requirements(course, assignment):
        if requirement not in requirements:
            requirements.append(requirement)
    return "\n".join(requirements) + "\n"


def notebook(
    course: Course, assignment: Assignment, words: Words = NO_PHRASES, language: str = ENGLISH
) -> str:
    """The student's notebook as JSON text, its texts as `words` has them."""
    solution_path = course.solution(assignment.name)
    solution_cells = solution.read(solution_path)
    exercises = {exercise.name: exercise for exercise in assignment.exercises}
    questions = {question.name: question for question in assignment.questions}
    check_order(solution_path, solution_cells, list(exercises), list(questions))
    bans = written_without(course.grader(assignment.name))
    imports = _imports_cell(solution_path, solution_cells)
    released: list[nbformat.NotebookNode] = []
    behind_imports = 0
    for solution_cell in solution_cells:
        if solution_cell is imports:
            first_source = _FIRST.format(imports=solution_cell.source, checker=CHECKER)
            released.append(_code(notebook_text.translated(first_source, words), {}))
            behind_imports = len(released)
        elif solution_cell.question:
            released += _answer(questions[solution_cell.question], words)
        elif solution_cell.exercise:
            without = bans.get(solution_cell.exercise, [])
            stub = solution.stub(solution_cell.source, without)
            released += _exercise(exercises[solution_cell.exercise], stub, words)
        else:
            released.append(_plain(solution_cell, exercises, solution_path.parent, words))
    # last of all, so that translators find the notebook's texts in its order
    unpacking = _code(unpacking_cell(course, assignment, words, language), {"tags": [SERVING], **_FOLDED})
    released.insert(behind_imports, unpacking)
    released.append(_text(words.text(_LAST_TEXT, "text"), {}))
    released.append(_code(notebook_text.translated(_LAST, words), {"tags": [SERVING]}))
    _add_badge(released, course, f"{assignment.name}/{assignment.name}.ipynb")
    for number, student_cell in enumerate(released):
        # jupytext draws new ids on every read: with those, each release would differ from the last
        nbgrader_facts = student_cell["metadata"].get("nbgrader", {})
        student_cell["id"] = nbgrader_facts.get("grade_id", f"{assignment.name}-{number}")
    stamp = stamp_now(course, assignment, language)
    metadata = {
        STAMP: msgspec.to_builtins(stamp),
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    student_notebook = nbformat.v4.new_notebook(cells=released, metadata=metadata)
    # a notebook that does not open is worse than none
    nbformat.validate(student_notebook)
    return str(nbformat.writes(student_notebook)) + "\n"


def check_order(path: Path, cells: Sequence[Cell], exercises: list[str], questions: list[str]) -> None:
    """Raise UsageError where the solution's exercises and questions are not those of course.toml, in its order."""
    solved_exercises = []
    answered_questions = []
    for cell in cells:
        if cell.exercise:
            solved_exercises.append(cell.exercise)
        if cell.question:
            answered_questions.append(cell.question)
    if solved_exercises != exercises:
        raise UsageError(
            "{path} solves {solved_exercises}, course.toml lists another set or order",
            path=path, solved_exercises=solved_exercises,
        )
    if answered_questions != questions:
        raise UsageError(
            "{path} answers {answered_questions}, course.toml asks something else",
            path=path, answered_questions=answered_questions,
        )


def _imports_cell(path: Path, cells: Sequence[Cell]) -> Cell:
    """The first code cell. Raises UsageError where it is not the imports: students run it first."""
    first_cell = next((cell for cell in cells if cell.code), None)
    if first_cell is None or first_cell.demo or first_cell.exercise:
        raise UsageError("{path}: the first code cell should be the imports, nothing else", path=path)
    return first_cell


def _add_badge(cells: Sequence[nbformat.NotebookNode], course: Course, path: str) -> None:
    """Below the title, where the course is published on GitHub: a badge that opens the notebook in Colab."""
    address = colab_address(course.url, path)
    first_cell = cells[0]
    if address and first_cell["cell_type"] == "markdown":
        title, _, rest = first_cell["source"].partition("\n")
        badge = "https://colab.research.google.com/assets/colab-badge.svg"
        first_cell["source"] = f"{title}\n\n[![Open in Colab]({badge})]({address})\n{rest}"


def _plain(cell: Cell, exercises: Collection[str], folder: Path, words: Words) -> nbformat.NotebookNode:
    """A cell that asks for nothing: text, a demo, or other code."""
    if not cell.code:
        return _text(embedded(words.text(cell.source, "text"), folder), {})
    source = cell.source
    metadata: dict[str, object] = {}
    if cell.demo:
        source = _kindly(source, exercises)
        metadata["tags"] = [DEMO]
    if _PLOTS in names_in(ast.parse(cell.source)):
        source = f"{_FOLD}\n{source}"
        metadata |= _FOLDED
    return _code(notebook_text.translated(source, words), metadata)


def _exercise(exercise: Exercise, stub: str, words: Words) -> list[nbformat.NotebookNode]:
    """The stub of an exercise, and the cell that checks the answer."""
    comment_template = _POINTS
    if exercise.points == 1:
        comment_template = _ONE_POINT
    comment = words.text(comment_template, "comment").format(name=exercise.name, points=f"{exercise.points:g}")
    check_source = _CHECK.format(comment=comment, name=exercise.name)
    stub_source = notebook_text.translated(stub.rstrip("\n"), words)
    check_facts = _nbgrader(exercise.name + CHECK, solution=False) | {"points": exercise.points}
    return [
        _code(stub_source, {"nbgrader": _nbgrader(exercise.name, solution=True)}),
        _code(check_source, {"nbgrader": check_facts}),
    ]


def _kindly(demo: str, exercises: Collection[str]) -> str:
    """A demo that says in one line which exercise it waits for: a traceback would also end the run of all cells."""
    used_names = names_in(ast.parse(demo))
    needs = [json.dumps(name) for name in exercises if name in used_names]
    if not needs:
        return demo
    return _DEMO.format(needs=", ".join(needs), demo=textwrap.indent(demo, "    "))


def _answer(question: Question, words: Words) -> list[nbformat.NotebookNode]:
    """Where a student writes: nbgrader's manually graded cell, and for otter the end of what goes into a PDF."""
    # nbgrader's word for a cell that a person grades: both a solution and graded
    question_facts = _nbgrader(question.name, solution=True) | {"grade": True, "points": question.points}
    return [_text(words.text(ANSWER, "text"), {"nbgrader": question_facts}), _text("<!-- END QUESTION -->", {})]


def _nbgrader(grade_id: str, *, solution: bool) -> dict[str, object]:
    cell_facts = {"grade": not solution, "grade_id": grade_id, "locked": not solution}
    return cell_facts | {"schema_version": 3, "solution": solution, "task": False}


def _code(source: str, metadata: dict[str, object]) -> nbformat.NotebookNode:
    code_cell: nbformat.NotebookNode = nbformat.v4.new_code_cell(source, metadata=metadata)
    return code_cell


def _text(source: str, metadata: dict[str, object]) -> nbformat.NotebookNode:
    text_cell: nbformat.NotebookNode = nbformat.v4.new_markdown_cell(source, metadata=metadata)
    return text_cell


def release(course: Course, names: Collection[str] | None = None) -> int:
    """Write assignments/, and take away what no longer belongs there. Returns the number of files that changed.

    With names, the folders of these assignments alone.
    """
    release_folder = course.root / "assignments"
    for name, assignment in course.assignments.items():
        if names is None or name in names:
            keep_edition(course, assignment)
    wanted_files = build(course, names)
    # what has not changed is not touched: a student's editor, or make, looks at the time
    stale_names = stale(course, wanted_files, names)
    for file_name in stale_names:
        if file_name in wanted_files:
            _write(release_folder / file_name, wanted_files[file_name])
        else:
            (release_folder / file_name).unlink()
    return len(stale_names)


def stale(
    course: Course, files: dict[str, bytes] | None = None, names: Collection[str] | None = None
) -> list[str]:
    """The files below assignments/ that differ from what the solutions give, are missing, or are too many.

    With names, those of these assignments alone.
    """
    release_folder = course.root / "assignments"
    wanted_files = files
    if wanted_files is None:
        wanted_files = build(course, names)
    present = _files_below(release_folder)
    if names is not None:
        concerned = {*names, FRONT_PAGE}
        present = {file_name for file_name in present if _assignment_of(course, file_name) in concerned}
    stale_names = present - wanted_files.keys()
    for file_name, content in wanted_files.items():
        if file_name not in present or (release_folder / file_name).read_bytes() != content:
            stale_names.add(file_name)
    return sorted(stale_names)


def new_notebooks(course: Course, names: Collection[str] | None = None) -> list[str]:
    """The assignments whose notebooks a release (of these alone, with names) would change."""
    stale_names = stale(course, names=names)
    return [name for name in course.assignments if f"{name}/{name}.ipynb" in stale_names]


def _assignment_of(course: Course, file_name: str) -> str:
    """The assignment that a file below assignments/ belongs to, in whatever language."""
    folder, _, rest = file_name.partition("/")
    if folder in course.languages:
        return rest.partition("/")[0]
    return folder


def _files_below(folder: Path) -> set[str]:
    """The paths of all files there, relative to the folder, but for what Python keeps of those it has imported."""
    file_paths = set()
    for file_path in folder.rglob("*"):
        # importing the checks leaves compiled files, which nobody has released
        if file_path.is_file() and "__pycache__" not in file_path.parts:
            file_paths.add(str(file_path.relative_to(folder)))
    return file_paths


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
