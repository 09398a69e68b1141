"""A `.py` file → a notebook, in a process of its own, with limits: what reads it can be kept busy by a few lines.

The header of such a file is YAML, in which 700 bytes can stand for gigabytes, and its cells are found by patterns. Run
as a program, this reads a script from its input, and writes the notebook to its output.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile

from autograder.own_environment import own_environment
from autograder.submission import decoding

MAX_BYTES = 2 << 20  # of a script
_SECONDS = 5  # of a processor; jupytext itself takes one or two to be imported
_PATIENCE = 60  # seconds on a clock, where many others want the processor
_MEMORY = 1 << 30  # bytes
_LARGEST = 32 << 20  # bytes of the notebook
_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "C.UTF-8"}


def notebook_of(script: bytes) -> bytes:
    """The notebook of a script: its cells, as Jupyter exports them; all of it as one where they can't be found."""
    with tempfile.TemporaryFile() as output:  # a pipe would bring as much into memory as the other process writes
        command = [sys.executable, "-P", "-m", "autograder.submission.scripts"]
        try:
            subprocess.run(  # noqa: S603  the program is this one's own
                command,
                input=script,
                stdout=output,
                stderr=subprocess.DEVNULL,
                env=_ENVIRONMENT | own_environment(),
                timeout=_PATIENCE,
                check=True,
            )
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
            return _one_cell(script)
        output.seek(0)
        return output.read(_LARGEST)


def _one_cell(script: bytes) -> bytes:
    """A notebook that Python's own parser will find the definitions in, whatever else the script is."""
    cell = {"cell_type": "code", "metadata": {}, "source": decoding.script(script)}
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]}
    return json.dumps(notebook).encode()


def _limit_myself() -> None:
    limits = {
        resource.RLIMIT_CPU: _SECONDS,
        resource.RLIMIT_AS: _MEMORY,
        resource.RLIMIT_FSIZE: _LARGEST,
        resource.RLIMIT_CORE: 0,
    }
    for resource_kind, limit in limits.items():
        resource.setrlimit(resource_kind, (limit, limit))


def main() -> None:
    """Convert what comes in."""
    _limit_myself()
    import jupytext  # noqa: PLC0415  only within the limits

    script = decoding.script(sys.stdin.buffer.read(MAX_BYTES))
    notebook = jupytext.writes(jupytext.reads(script, fmt="py"), fmt="ipynb")
    sys.stdout.buffer.write(notebook.encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
