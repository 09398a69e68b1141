"""The texts that stand in the source of a grader module, and in the modules that it is written with.

What stands there is the author's, and may be told. A text that was put together at run time may hold anything.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType

from autograder import course_files
from autograder.grading import chance, compare, shapes, weights
from autograder.words import message

# all that a grader imports and that says something
_ENGINES = (chance.__file__, compare.__file__, message.__file__, shapes.__file__, weights.__file__)


@functools.cache
def literals_of(grader: str) -> frozenset[str]:
    """The texts in the source of the grader module at this path, of modules beside it, and of our comparisons."""
    literals: set[str] = set()
    for path in (grader, *_ENGINES):
        literals.update(_constants(_code_of(path)))
    for module in course_files.modules_beside_grader(Path(grader).parent):
        # what is data for a test may be no Python at all
        with contextlib.suppress(SyntaxError, ValueError, OSError):
            literals.update(_constants(_code_of(str(module))))
    return frozenset(literals)


def _code_of(path: str) -> CodeType:
    # from the cache of compiled modules, as a rule: reading that is much quicker than parsing the source
    code = SourceFileLoader(Path(path).stem, path).get_code(Path(path).stem)
    assert code is not None
    return code


def _constants(code: CodeType) -> Iterator[str]:
    """The texts among a code object's constants, and among those of the functions in it."""
    waiting: list[object] = [code]
    while waiting:
        constant = waiting.pop()
        if isinstance(constant, str):
            yield constant
        elif isinstance(constant, CodeType):
            waiting += constant.co_consts
        elif isinstance(constant, tuple | frozenset):
            waiting += constant
