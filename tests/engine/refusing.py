"""A platform that refuses some system calls: `refusing.py ERRNO CALL[,CALL…] COMMAND …` runs a command on one.

A stand-in for gVisor, for kernels that lack a call, and for containers whose profile refuses it. It must be called as
root: a filter that is installed without CAP_SYS_ADMIN would set NO_NEW_PRIVS as well. `clone` means its namespaces.
"""

from __future__ import annotations

import os
import sys

from autograder import linux
from autograder.sandbox.jail import bpf, seccomp, system_calls

_COLUMN = linux.column() or 0
NUMBERS = {name: numbers[_COLUMN] for name, numbers in (system_calls.REFUSED | linux.NUMBERS).items()}
NUMBERS |= {
    "chown": (92, 55)[_COLUMN],
    "prctl": system_calls.PRCTL[_COLUMN],
    "prlimit64": system_calls.PRLIMIT[_COLUMN],
    "setgroups": (116, 159)[_COLUMN],
    "setresuid": (117, 147)[_COLUMN],
    "setsockopt": system_calls.SETSOCKOPT[_COLUMN],
}
NO_NAMESPACES = "unshare,setns,mount,umount2,pivot_root,mount_setattr,clone"  # as Docker's default profile


def refuse(error: int, names: list[str]) -> None:
    """Have these calls fail in this process and in all that come from it."""
    code = bpf.LOAD_NUMBER
    for name in names:
        if name == "clone":
            number = system_calls.CLONE[_COLUMN]
            rule = bpf.load_low(0) + bpf.instruction(bpf.IF_ANY_BIT, seccomp.NEW_NAMESPACES, 0, 1)
            rule += bpf.fail(error) + bpf.ACCEPT
        else:
            number = NUMBERS[name]
            rule = bpf.fail(error)
        code += bpf.instruction(bpf.IF_EQUAL, number, 0, len(rule) // bpf.INSTRUCTION_SIZE) + rule
    seccomp.install_program(code + bpf.ACCEPT)


if __name__ == "__main__":
    refuse(int(sys.argv[1]), sys.argv[2].split(","))
    os.execvp(sys.argv[3], sys.argv[3:])
