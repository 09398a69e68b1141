"""The layers of isolation by name: what each of them keeps a student's code from."""

from __future__ import annotations

import enum
from typing import Self


class Layer(enum.StrEnum):
    """One layer of the jail. Its value is the text that stands in reports; `meaning` says in a sentence what it does.

    The order is the one in which they are put on, and in which reports list them.
    """

    meaning: str

    def __new__(cls, value: str, meaning: str) -> Self:
        """A text that carries a sentence with it."""
        layer = str.__new__(cls, value)
        layer._value_ = value
        layer.meaning = meaning
        return layer

    USER = "user", "A user namespace of its own, in which it is an ordinary user without any privilege."
    MNT = "mnt", "A root of its own with the system's libraries and Python, read-only, and nothing of the course."
    PID = "pid", "It sees and signals only its own processes, and all of them end together with the first one."
    NET = "net", "It has no network device, not even the machine's own loopback."
    IPC = "ipc", "It has no System V memory, semaphores or queues in common with other processes."
    UTS = "uts", "It has a host name of its own, through which nothing can be passed on."
    UID = "uid", "It runs as a user at random that nobody else is, without privileges."
    NO_NEW_PRIVS = "no_new_privs", "No program that it could start has more rights than it has itself."
    RLIMITS = "rlimits", "The kernel limits memory, files, processes and processor time of each of its processes."
    LANDLOCK = "landlock", "The kernel lets it read and write only below the folders that it needs."
    SECCOMP = "seccomp", "The kernel refuses the system calls that grading a notebook has no use for."
    CGROUP = "cgroup", "The kernel counts and limits what all of its processes use together."
