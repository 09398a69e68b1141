"""Pieces of the program that the kernel runs at each system call: it looks at the call's number and its arguments.

A piece is bytes: instructions of 8 bytes each (struct sock_filter), which end in a return. A comparison says how many
of the instructions after it are passed over where it holds, and how many where it does not.
"""

from __future__ import annotations

import errno
import struct
from collections.abc import Iterable

INSTRUCTION_SIZE = 8  # bytes
# what an instruction does, from linux/bpf_common.h
LOAD = 0x20
AND = 0x54
IF_EQUAL = 0x15
IF_AT_LEAST = 0x35
IF_ANY_BIT = 0x45
JUMP = 0x05
RETURN = 0x06
# what a program can return, from linux/seccomp.h
_ALLOW = 0x7FFF0000
_KILL_PROCESS = 0x80000000
_FAIL_WITH_ERROR = 0x00050000
# offsets into struct seccomp_data, which is what it can load
_NUMBER_OFFSET = 0
_ARCHITECTURE_OFFSET = 4
_ARGUMENTS_OFFSET = 16


def instruction(code: int, value: int, skip_if_true: int = 0, skip_if_false: int = 0) -> bytes:
    """One instruction."""
    return struct.pack("<HBBI", code, skip_if_true, skip_if_false, value)


def fail(error: int = errno.EPERM) -> bytes:
    """Have the call fail with an error; with 0 it does nothing, and says that all is well."""
    return instruction(RETURN, _FAIL_WITH_ERROR | error)


ACCEPT = instruction(RETURN, _ALLOW)
KILL = instruction(RETURN, _KILL_PROCESS)
LOAD_NUMBER = instruction(LOAD, _NUMBER_OFFSET)
LOAD_ARCHITECTURE = instruction(LOAD, _ARCHITECTURE_OFFSET)


def load_low(argument: int) -> bytes:
    """Load an argument's lower half: all that the kernel looks at where it is an int."""
    return instruction(LOAD, _ARGUMENTS_OFFSET + 8 * argument)


def load_high(argument: int) -> bytes:
    """Load an argument's upper half, which matters where it is a pointer."""
    return instruction(LOAD, _ARGUMENTS_OFFSET + 8 * argument + 4)


def refused_if(argument: int, values: Iterable[int]) -> bytes:
    """Refuse a call where an argument has one of these values."""
    code = load_low(argument)
    for value in values:
        code += instruction(IF_EQUAL, value, 0, 1) + fail()
    return code + ACCEPT


def refused_unless(argument: int, values: Iterable[int]) -> bytes:
    """Refuse a call unless an argument has one of these values."""
    code = load_low(argument)
    for value in values:
        code += instruction(IF_EQUAL, value, 0, 1) + ACCEPT
    return code + fail()


def idle_if(argument: int, value: int) -> bytes:
    """Where an argument has this value, do nothing, and say that all is well."""
    return load_low(argument) + instruction(IF_EQUAL, value, 0, 1) + fail(0) + ACCEPT


def search(rules: list[tuple[int, bytes]]) -> bytes:
    """Find the rule of the number that is loaded, by halves: seven comparisons among a hundred. `rules` are sorted.

    What has no rule is allowed.
    """
    if len(rules) == 1:
        number, rule = rules[0]
        return instruction(IF_EQUAL, number, 1, 0) + ACCEPT + rule
    middle = len(rules) // 2
    first_above = rules[middle][0]
    below = search(rules[:middle])
    above = search(rules[middle:])
    # a comparison passes over 255 instructions at most: a jump without condition goes further
    jump = instruction(JUMP, len(below) // INSTRUCTION_SIZE)
    return instruction(IF_AT_LEAST, first_above, 0, 1) + jump + below + above
