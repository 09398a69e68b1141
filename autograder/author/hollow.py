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
from dataclasses import dataclass
from pathlib import Path

from autograder.author import hollow_student, solution
from autograder.author.public_examples import Heard, listen
from autograder.course import Assignment, Course


@dataclass(frozen=True)
class Attack:
    """A submission that solves nothing: the name by which people know it, and what its functions do.

    They answer in one `way` of `hollow_student`, and may `change` the tensors that both sides share as well.
    """

    name: str
    way: str
    deed: str
    change: str = ""


ATTACKS = (
    Attack("zeros", "zeros", "returns zeros in the right shape"),
    Attack("constant", "a constant", "returns ones in the right shape"),
    Attack("nan", "nan", "returns nan in the right shape"),
    Attack("inf", "inf", "returns inf in the right shape"),
    Attack("noop", "nothing", "does nothing and returns None"),
    Attack("copied input", "its arguments", "returns its arguments"),
    Attack("equal to all", "yes", "returns an object that says it is equal to everything"),
    Attack("memory of inputs", "what it was asked last time", "returns the arguments of the call before"),
    Attack(
        "memory of examples",
        "the public examples by heart",
        "knows the answers of the public tests by heart, and returns ones to all other calls",
    ),
)
# where a grader takes what it expects from tensors that the student's code holds as well
TAMPERING = (
    Attack("all to zeros", "zeros", "returns zeros, and sets all tensors of the test to zeros", "zeros"),
    Attack(
        "its own to zeros", "zeros", "returns zeros, and sets all tensors that it has made to zeros", "zeros in its own"
    ),
    Attack("its own to nan", "zeros", "returns zeros, and sets all tensors that it has made to nan", "nan"),
    Attack("its own to inf", "zeros", "returns zeros, and sets all tensors that it has made to inf", "inf"),
    Attack("its own enlarged", "zeros", "returns zeros, and later doubles their dimensions", "enlarged"),
    Attack("its own replaced", "zeros", "returns zeros, and later puts others in their place", "replaced"),
    Attack(
        "input to zeros", "its arguments", "returns its arguments, and sets all tensors of the test to zeros", "zeros"
    ),
)
_WITH_LAYERS = (*hollow_student.NUMBERS, "its arguments")  # the other ways have nothing but the stubs
_START = """import pickle as _pickle
from base64 import b64decode as _b64decode
_hollow = Hollow(*_pickle.loads(_b64decode({!r})))
"""
_RIGHT = "_right = {{'__name__': '__main__'}}\nexec(_pickle.loads(_b64decode({!r})), _right)\n"


def notebooks(course: Course, assignment: Assignment) -> dict[Attack, str]:
    """The notebooks of all hollow students of an assignment."""
    cells = solution.read(course.solution(assignment.name))
    heard = listen(course, assignment)
    attacks = list(ATTACKS)
    # without a tensor or a layer there is nothing that both sides share
    if heard.tensors or heard.makers:
        attacks += TAMPERING
    return {attack: _notebook(cells, heard, attack.way, attack.change) for attack in attacks}


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
