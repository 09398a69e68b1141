"""How a student begins, on every system: the lines of the README, and the container for VS Code."""

from __future__ import annotations

import json
import re
import sys

from autograder import installed
from autograder.languages import say

_JUPYTER = "jupyterlab ipywidgets"
_UV = (
    "uv run --python {python} --with-requirements {requirements} --with jupyterlab --with ipywidgets"
    # of several indexes uv would ask one alone for each package
    " --extra-index-url {cpu} --index-strategy unsafe-best-match"
)


def lines_to_type(requirements: str) -> str:
    """The README's section for whoever begins; `requirements` is the path of a file in the students' folder."""
    cpu = installed.CPU_TORCH
    return say(
        """## Start

You need Python {python} or newer. Where pip finds no torch for the newest Python, take the one before. A Mac with an
Intel processor has no current torch: open the notebooks in Colab or in a container there. In this folder:

Windows (PowerShell):

    py -m venv .venv
    .venv\\Scripts\\python -m pip install -r {requirements} {jupyter}
    .venv\\Scripts\\jupyter lab

macOS:

    python3 -m venv .venv
    .venv/bin/python -m pip install -r {requirements} {jupyter}
    .venv/bin/jupyter lab

Linux, without the gigabytes that torch takes for graphics cards:

    python3 -m venv .venv
    .venv/bin/python -m pip install -r {requirements} {jupyter} --extra-index-url {cpu}
    .venv/bin/jupyter lab

With [uv](https://docs.astral.sh/uv/), on any system and without a Python of yours, in one line:

    {uv} jupyter lab

In VS Code with Docker, or in a GitHub codespace: "Reopen in Container" takes `.devcontainer`.

A notebook that lies alone works, too: it carries its checks.
""",
        python=_oldest_python(),
        uv=_UV.format(python=_grading_python(), requirements=requirements, cpu=cpu),
        requirements=requirements,
        jupyter=_JUPYTER,
        cpu=cpu,
    )


def container(title: str, requirements: str) -> str:
    """The text of `.devcontainer/devcontainer.json`."""
    install = f"pip install -r {requirements} {_JUPYTER} --extra-index-url {installed.CPU_TORCH}"
    settings = {
        "name": title,
        "image": f"python:{_grading_python()}-bookworm",
        "postCreateCommand": install,
        "customizations": {"vscode": {"extensions": ["ms-python.python", "ms-toolsai.jupyter"]}},
    }
    return json.dumps(settings, indent=2, ensure_ascii=False) + "\n"


def _oldest_python() -> str:
    """What students' packages take is what ours take: they are pinned to the same versions."""
    least = re.search(r">=\s*([\d.]+)", installed.distribution().metadata["Requires-Python"] or "")
    if least is None:
        return _grading_python()
    return least[1]


def _grading_python() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"
