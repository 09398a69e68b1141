"""Mutations that general tools don't make: what goes wrong in tensors and layers. Source text in, source texts out."""

import ast
import copy
from collections.abc import Iterator


def mutate(source: str) -> Iterator[str]:
    """Every mutant of the source by the mutators below, one change each."""
    tree = ast.parse(source)
    for mutator in (
        _keyword_left_out,
        _arguments_swapped,
        _call_left_out,
        _sum_and_mean,
        _dims_fewer,
        _statement_left_out,
        _statements_swapped,
        _with_left_out,
        _default_changed,
    ):
        for number, node in enumerate(ast.walk(tree)):
            for variant in range(8):
                changed = copy.deepcopy(tree)
                twin = next(n for i, n in enumerate(ast.walk(changed)) if i == number)
                if not mutator(twin, variant):
                    break
                yield ast.unparse(ast.fix_missing_locations(_Replaced().visit(changed)))


class _Replaced(ast.NodeTransformer):
    """Puts what a mutator has left in `replacement` in its node's place."""

    def visit(self, node: ast.AST) -> ast.AST:
        replacement = getattr(node, "replacement", None)
        return replacement if replacement is not None else self.generic_visit(node)


def _keyword_left_out(node, variant):
    """keepdim, padding, stride, requires_grad, …: back to the default."""
    if isinstance(node, ast.Call) and variant < len(node.keywords):
        del node.keywords[variant]
        return True


def _arguments_swapped(node, variant):
    """Layers of a Sequential, tensors of a cat, numbers of channels, elements of a tuple: two neighbours exchanged."""
    items = node.args if isinstance(node, ast.Call) else node.elts if isinstance(node, ast.Tuple) else []
    if variant + 1 < len(items):
        if ast.dump(items[variant]) == ast.dump(items[variant + 1]):
            items = []
        else:
            items[variant], items[variant + 1] = items[variant + 1], items[variant]
        return True


def _call_left_out(node, variant):
    """f(x) → x, and x.f() → x: a forgotten relu, square root, detach, reshape, absolute value."""
    if isinstance(node, ast.Call) and variant < 2:
        if variant == 0 and node.args and not isinstance(node.args[0], ast.Starred):
            node.replacement = node.args[0]
        elif variant == 1 and isinstance(node.func, ast.Attribute):
            node.replacement = node.func.value
        return True


_PAIRS = {
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


def _sum_and_mean(node, variant):
    """A neighbour in the library in its place."""
    if isinstance(node, ast.Attribute) and node.attr in _PAIRS and variant == 0:
        node.attr = _PAIRS[node.attr]
        return True


def _dims_fewer(node, variant):
    """(0, 2, 3) → (2, 3), (0, 3), (0, 2)."""
    if (
        isinstance(node, ast.Tuple)
        and len(node.elts) > 1
        and variant < len(node.elts)
        and all(isinstance(e, ast.Constant) for e in node.elts)
    ):
        del node.elts[variant]
        return True


def _body(node):
    body = getattr(node, "body", None)
    return (
        body
        if isinstance(body, list) and body and isinstance(body[0], ast.stmt) and not isinstance(node, ast.Module)
        else []
    )


def _statement_left_out(node, variant):
    body = _body(node)
    if variant < len(body):
        body[variant] = ast.Pass()
        return True


def _statements_swapped(node, variant):
    """Where they share a name; a class or a layer's __init__ only lists what there is."""
    body = [] if isinstance(node, ast.ClassDef) or getattr(node, "name", "") == "__init__" else _body(node)
    if variant + 1 < len(body):
        if _names(body[variant]) & _names(body[variant + 1]):
            body[variant], body[variant + 1] = body[variant + 1], body[variant]
        return True


def _names(node):
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} - {"self", "torch", "nn", "F", "time"}


def _with_left_out(node, variant):
    """no_grad forgotten."""
    if isinstance(node, ast.With) and variant == 0:
        node.replacement = ast.If(ast.Constant(True), node.body, [])
        return True


def _default_changed(node, variant):
    """A default of a boolean turned round, of a number ten times as large."""
    if isinstance(node, ast.arguments) and variant < len(node.defaults):
        default = node.defaults[variant]
        if isinstance(default, ast.Constant) and isinstance(default.value, bool):
            default.value = not default.value
        elif isinstance(default, ast.Constant) and isinstance(default.value, int | float):
            default.value *= 10
        return True
