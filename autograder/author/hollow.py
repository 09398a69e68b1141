"""Students who know nothing, made of an assignment's stubs: a grader that gives one of them a point is at fault.

Each hands in a notebook that answers every call in one way: nothing, zeros, nan, its arguments, the public examples by
heart. Answers have the form of what the reference gives in the public tests, which every student knows. Some do
something to the tensors that both sides share as well: where a grader takes what is expected from what a student's
code holds, that makes the wrong answer the right one.
"""

from __future__ import annotations

import ast
import base64
import pickle
from pathlib import Path

from autograder.author import hollow_student, solution
from autograder.author.public_examples import Heard, listen
from autograder.course import Assignment, Course

WAYS = (
    *hollow_student.NUMBERS,
    "nothing",
    "its arguments",
    "yes",
    "what it was asked last time",
    "the public examples by heart",
)
TAMPERED = (  # what is answered, and what is done to tensors that both sides share
    ("zeros", "zeros"),
    ("zeros", "zeros in its own"),
    ("zeros", "nan"),
    ("zeros", "inf"),
    ("zeros", "enlarged"),
    ("zeros", "replaced"),
    ("its arguments", "zeros"),
)
_WITH_LAYERS = (*hollow_student.NUMBERS, "its arguments")  # the other ways have nothing but the stubs
_START = """import pickle as _pickle
from base64 import b64decode as _b64decode
_hollow = Hollow(*_pickle.loads(_b64decode({!r})))
"""
_RIGHT = "_right = {{'__name__': '__main__'}}\nexec(_pickle.loads(_b64decode({!r})), _right)\n"


def notebooks(course: Course, assignment: Assignment) -> dict[str, str]:
    """The notebooks of all hollow students of an assignment, by what each does."""
    cells = solution.read(course.solution(assignment.name))
    heard = listen(course, assignment)
    notebook_texts = {}
    for way in WAYS:
        notebook_texts[way] = _notebook(cells, heard, way)
    # without a tensor or a layer there is nothing that both sides share
    if heard.tensors or heard.makers:
        for way, change in TAMPERED:
            notebook_texts[f"{way}, and shared tensors {change}"] = _notebook(cells, heard, way, change)
    return notebook_texts


def _notebook(cells: list[solution.Cell], heard: Heard, way: str, change: str = "") -> str:
    """One student's notebook; `change` is what is done to shared tensors, if anything."""
    solution_sources = []
    plain_sources = []
    answers = []
    makers: set[str] = set()
    if way in _WITH_LAYERS:
        makers = heard.makers
    for cell in cells:
        if not cell.code or cell.demo:
            continue
        solution_sources.append(cell.source)
        if cell.exercise is None:
            plain_sources.append(cell.source)
        else:
            answer = _answer(cell, way, of_layers=cell.exercise in makers)
            answers.append(answer)
    sources = [Path(hollow_student.__file__).read_text(encoding="utf-8")]
    sources.append(_START.format(_packed((way, heard.templates, heard.records))))
    sources += plain_sources
    if makers:
        # the solution itself, packed: its layers have the right parameters, only what they give is emptied
        sources.append(_RIGHT.format(_packed("\n\n".join(solution_sources))))
    sources += answers
    # last of all, so that the cells before it run undisturbed
    if change:
        sources.append(f"tamper({change!r})")
    return solution.notebook_of(sources)


def _packed(value: object) -> bytes:
    """A value as letters that can stand in a notebook."""
    return base64.b64encode(pickle.dumps(value))


def _answer(cell: solution.Cell, way: str, *, of_layers: bool) -> str:
    """An exercise's cell: its signature, and an answer that took no work."""
    (definition,) = ast.parse(cell.source).body
    if isinstance(definition, ast.FunctionDef):
        return _function(definition, of_layers=of_layers)
    assert isinstance(definition, ast.ClassDef)
    class_name = definition.name
    if of_layers:
        return (
            f"class {class_name}(_right[{class_name!r}]):\n    def forward(self, *inputs):\n"
            "        return _hollow.output(self, super().forward, inputs)"
        )
    if way == "yes":
        # a class that says yes needs no layer below it
        return f"class {class_name}(Yes):\n    pass"
    base_names = ", ".join(map(ast.unparse, definition.bases))
    methods = [_method(method) for method in solution.functions_in(definition)]
    return f"class {class_name}({base_names}):\n" + "\n".join(methods or ["    pass"])


def _function(definition: ast.FunctionDef, *, of_layers: bool) -> str:
    function_name = definition.name
    if of_layers:
        # the solution's own function makes the layer, which then gives nothing of what it computes
        body = f"return _hollow.emptied(_right[{function_name!r}](*args, **kwargs))"
        return f"def {function_name}(*args, **kwargs):\n    {body}"
    body = f"return _hollow.answer({function_name!r}, dict(locals()))"
    return f"def {function_name}({ast.unparse(definition.args)}):\n    {body}"


def _method(definition: ast.FunctionDef) -> str:
    signature = f"    def {definition.name}({ast.unparse(definition.args)}):\n"
    if definition.name == "__init__":
        return signature + "        super().__init__()"
    # the object itself, mostly `self`, is no argument of the exercise
    own_name = ""
    if definition.args.args:
        own_name = definition.args.args[0].arg
    return (
        f"{signature}        arguments = dict(locals())\n        arguments.pop({own_name!r}, None)\n"
        f"        return _hollow.answer({definition.name!r}, arguments)"
    )
