"""A platform that refuses some system calls: `refusing.py ERRNO CALL[,CALL…] COMMAND …` runs a command on one.

A stand-in for gVisor, for kernels that lack a call, and for containers whose profile refuses it. It must be called as
root: a filter that is installed without CAP_SYS_ADMIN would set NO_NEW_PRIVS as well. `clone` means its namespaces.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys

from autograder import linux
from autograder.sandbox.jail import seccomp

_COLUMN = linux.column() or 0
NUMBERS = {name: numbers[_COLUMN] for name, numbers in (seccomp.REFUSED | linux.NUMBERS).items()}
NUMBERS |= {
    "chown": (92, 55)[_COLUMN],
    "prctl": seccomp.PRCTL[_COLUMN],
    "prlimit64": seccomp.PRLIMIT[_COLUMN],
    "setgroups": (116, 159)[_COLUMN],
    "setresuid": (117, 147)[_COLUMN],
    "setsockopt": seccomp.SETSOCKOPT[_COLUMN],
}
NO_NAMESPACES = "unshare,setns,mount,umount2,pivot_root,mount_setattr,clone"  # as Docker's default profile


def refuse(error: int, names: list[str]) -> None:
    """Have these calls fail in this process and in all that come from it."""
    code = seccomp._op(seccomp._LOAD, 0)
    for name in names:
        if name == "clone":
            body = seccomp._low(0) + seccomp._op(seccomp._ANY_BIT, seccomp._NEW_NAMESPACES, 0, 1)
            body += seccomp._fail(error) + seccomp._ACCEPT
        else:
            body = seccomp._fail(error)
        number = seccomp.CLONE[_COLUMN] if name == "clone" else NUMBERS[name]
        code += seccomp._op(seccomp._EQUAL, number, 0, len(body) // 8) + body
    code += seccomp._ACCEPT
    buffer = ctypes.create_string_buffer(code, len(code))
    header = struct.pack("<HxxxxxxQ", len(code) // 8, ctypes.addressof(buffer))
    linux.prctl(linux.PR_SET_SECCOMP, linux.SECCOMP_MODE_FILTER, header)


if __name__ == "__main__":
    refuse(int(sys.argv[1]), sys.argv[2].split(","))
    os.execvp(sys.argv[3], sys.argv[3:])
