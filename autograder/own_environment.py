"""What a process of ours, started with a clean environment, needs so as to find what this one has found.

Python and its packages may lie where only variables say so: below `PYTHONPATH`, as `module load` on a cluster and
`pip install --target` leave them; in a user's own folder, by `pip install --user`; shared libraries, a GPU's driver
among them, below `LD_LIBRARY_PATH`.
"""

from __future__ import annotations

import os
import pwd
import re
import site
import sys
from pathlib import Path

_PACKAGES = "PYTHONPATH"
_LIBRARIES = "LD_LIBRARY_PATH"
_LIBRARY = re.compile(r"\.so(\.\d+)*$")


def own_environment() -> dict[str, str]:
    """The variables by which the interpreter, its packages and their libraries are found."""
    environment: dict[str, str] = {}
    for variable in (_PACKAGES, _LIBRARIES):
        folders = _folders_in(variable)
        if folders and not (variable == _PACKAGES and sys.flags.ignore_environment):
            environment[variable] = os.pathsep.join(folders)
    if site.ENABLE_USER_SITE and Path(site.getusersitepackages()).is_dir():
        environment["PYTHONUSERBASE"] = site.getuserbase()
    else:
        environment["PYTHONNOUSERSITE"] = "1"
    return environment


def library_folders() -> list[str]:
    """The folders in which shared libraries are looked for, besides the system's own."""
    return [folder for folder in _folders_in(_LIBRARIES) if _has_libraries(folder)]


def holds_a_home(folder: str) -> bool:
    """Whether this user's home lies in a folder, or is it: then it is no folder of packages or libraries alone."""
    try:
        home = Path(pwd.getpwuid(os.getuid()).pw_dir)  # in a clean environment HOME says nothing
    except KeyError:
        return False
    return home != Path("/") and home.resolve().is_relative_to(Path(folder).resolve())


def _folders_in(variable: str) -> list[str]:
    """The paths in a variable, made absolute. An empty one would mean wherever each process happens to be."""
    entries = os.environ.get(variable, "").split(os.pathsep)
    return [str(Path(entry).absolute()) for entry in entries if entry]


def _has_libraries(folder: str) -> bool:
    try:
        return any(_LIBRARY.search(path.name) for path in Path(folder).iterdir())
    except OSError:
        return False
