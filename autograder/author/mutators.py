"""Mutations that general tools don't make: what goes wrong in tensors and layers. Source text in, source texts out."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator
from typing import TypeAlias

# what a mutator does to a node: nothing (None), a change of the node itself (True), or another node in its place
Outcome: TypeAlias = ast.AST | bool | None
Mutator: TypeAlias = Callable[[ast.AST, int], Outcome]
_MOST_VARIANTS = 8  # of one mutator at one node
# a name in the library, and its neighbour there
_NEIGHBOURS = {
    "sum": "mean",
    "mean": "sum",
    "zeros": "ones",
    "ones": "zeros",
    "relu": "tanh",
    "ReLU": "Tanh",
    "AvgPool2d": "MaxPool2d",
    "abs": "square",
    "exp": "expm1",
    "normal": "rand",
    "all": "any",
    "any": "all",
    "zero_": "detach_",
    "BatchNorm2d": "InstanceNorm2d",
    "eigvalsh": "diagonal",
    "named_parameters": "named_buffers",
    "randperm": "arange",
    "shuffle": "sorted",
    "ModuleList": "Sequential",
    "register_buffer": "register_parameter",
}
_EVERYWHERE = {"self", "torch", "nn", "F", "time"}  # names that two statements may share without having to do anything


def mutate(source: str) -> Iterator[str]:
    """Every mutant of the source by the mutators below, one change each."""
    node_count = sum(1 for _ in ast.walk(ast.parse(source)))
    for mutator in MUTATORS:
        for number in range(node_count):
            for variant in range(_MOST_VARIANTS):
                tree: ast.AST = ast.parse(source)
                node = list(ast.walk(tree))[number]
                outcome = mutator(node, variant)
                if not outcome:
                    break
                if isinstance(outcome, ast.AST):
                    tree = _Replacement(node, outcome).visit(tree)
                yield ast.unparse(ast.fix_missing_locations(tree))


class _Replacement(ast.NodeTransformer):
    """Puts one node into another's place."""

    def __init__(self, original: ast.AST, replacement: ast.AST) -> None:
        self.original = original
        self.replacement = replacement

    def visit(self, node: ast.AST) -> ast.AST:
        """The replacement where it belongs."""
        if node is self.original:
            return self.replacement
        visited: ast.AST = self.generic_visit(node)
        return visited


def _keyword_left_out(node: ast.AST, variant: int) -> Outcome:
    """Keepdim, padding, stride, requires_grad, …: back to the default."""
    if isinstance(node, ast.Call) and variant < len(node.keywords):
        del node.keywords[variant]
        return True
    return None


def _arguments_swapped(node: ast.AST, variant: int) -> Outcome:
    """Layers of a Sequential, tensors of a cat, numbers of channels, elements of a tuple: two neighbours exchanged."""
    items: list[ast.expr] = []
    if isinstance(node, ast.Call):
        items = node.args
    elif isinstance(node, ast.Tuple):
        items = node.elts
    if variant + 1 >= len(items):
        return None
    neighbours = items[variant : variant + 2]
    # equal ones leave the source as it is, which is no mutant, and those behind them are still to come
    items[variant : variant + 2] = reversed(neighbours)
    return True


def _call_left_out(node: ast.AST, variant: int) -> Outcome:
    """f(x) → x, and x.f() → x: a forgotten relu, square root, detach, reshape, absolute value."""
    if not isinstance(node, ast.Call) or variant > 1:
        return None
    if variant == 0 and node.args and not isinstance(node.args[0], ast.Starred):
        return node.args[0]
    if variant == 1 and isinstance(node.func, ast.Attribute):
        return node.func.value
    return True


def _neighbour_in_its_place(node: ast.AST, variant: int) -> Outcome:
    if isinstance(node, ast.Attribute) and node.attr in _NEIGHBOURS and variant == 0:
        node.attr = _NEIGHBOURS[node.attr]
        return True
    return None


def _dimension_left_out(node: ast.AST, variant: int) -> Outcome:
    """(0, 2, 3) → (2, 3), (0, 3), (0, 2)."""
    if not isinstance(node, ast.Tuple) or len(node.elts) < 2 or variant >= len(node.elts):
        return None
    for element in node.elts:
        if not isinstance(element, ast.Constant):
            return None
    del node.elts[variant]
    return True


def _body(node: ast.AST) -> list[ast.stmt]:
    """The statements of a block, none for what has none, and for a module."""
    body = getattr(node, "body", None)
    if isinstance(node, ast.Module) or not isinstance(body, list):
        return []
    return body


def _statement_left_out(node: ast.AST, variant: int) -> Outcome:
    body = _body(node)
    if variant < len(body):
        body[variant] = ast.Pass()
        return True
    return None


def _statements_swapped(node: ast.AST, variant: int) -> Outcome:
    """Where they share a name; a class or a layer's constructor only lists what there is."""
    if isinstance(node, ast.ClassDef) or getattr(node, "name", "") == "__init__":
        return None
    body = _body(node)
    if variant + 1 >= len(body):
        return None
    neighbours = body[variant : variant + 2]
    if _names(neighbours[0]) & _names(neighbours[1]):
        body[variant : variant + 2] = reversed(neighbours)
    return True


def _names(node: ast.AST) -> set[str]:
    names = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            names.add(part.id)
    return names - _EVERYWHERE


def _with_left_out(node: ast.AST, variant: int) -> Outcome:
    """A forgotten no_grad."""
    if isinstance(node, ast.With) and variant == 0:
        return ast.If(test=ast.Constant(value=True), body=copy.deepcopy(node.body), orelse=[])
    return None


def _default_changed(node: ast.AST, variant: int) -> Outcome:
    """A default of a boolean turned round, of a number ten times as large."""
    if not isinstance(node, ast.arguments) or variant >= len(node.defaults):
        return None
    default = node.defaults[variant]
    if isinstance(default, ast.Constant):
        if isinstance(default.value, bool):
            default.value = not default.value
        elif isinstance(default.value, int | float):
            default.value *= 10
    return True


MUTATORS: tuple[Mutator, ...] = (
    _keyword_left_out,
    _arguments_swapped,
    _call_left_out,
    _neighbour_in_its_place,
    _dimension_left_out,
    _statement_left_out,
    _statements_swapped,
    _with_left_out,
    _default_changed,
)
