"""What the students' folder has beside the assignments: how to begin, on every system, and where to hand in."""

from __future__ import annotations

import json
import re
import sys

from autograder import installed
from autograder.course import Course

IGNORED = b".venv/\n__pycache__/\n.ipynb_checkpoints/\n.OTTER_LOG\n"
_JUPYTER = "jupyterlab ipywidgets"
_UV = (
    "uv run --python {python} --with-requirements {requirements} --with jupyterlab --with ipywidgets"
    # of several indexes uv would ask one alone for each package
    " --extra-index-url {cpu} --index-strategy unsafe-best-match"
)
_README = """# {title}

{rows}

Work through a notebook from top to bottom, replace each `raise NotImplementedError(…)` with your code, and run the
cell below it: it checks your answer and says how it is wrong. `grader.hint("…")` gives a hint. The last cell says how
far you are.

**Handing in.** Save the notebook. {hand_in}

It is graded by what it defines, so keep the names as they are. A notebook that lies alone works, too: it carries its
checks.

## Start

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
"""


def beginnings(course: Course, hand_in: str) -> dict[str, bytes]:
    """The files that stand beside the assignments, by their paths in the students' folder."""
    return {
        "README.md": _readme(course, hand_in).encode(),
        ".gitignore": IGNORED,
        ".devcontainer/devcontainer.json": _devcontainer(course).encode(),
    }


def _readme(course: Course, hand_in: str) -> str:
    cpu = installed.CPU_TORCH
    requirements = _requirements(course)
    rows = []
    for assignment in course.assignments.values():
        rows.append(f"- [{assignment.title}]({assignment.name}/{assignment.name}.ipynb)")
    return _README.format(
        title=course.title,
        rows="\n".join(rows),
        hand_in=hand_in,
        python=_oldest_python(),
        uv=_UV.format(python=_grading_python(), requirements=requirements, cpu=cpu),
        requirements=requirements,
        jupyter=_JUPYTER,
        cpu=cpu,
    )


def _devcontainer(course: Course) -> str:
    install = f"pip install -r {_requirements(course)} {_JUPYTER} --extra-index-url {installed.CPU_TORCH}"
    container = {
        "name": course.title,
        "image": f"python:{_grading_python()}-bookworm",
        "postCreateCommand": install,
        "customizations": {"vscode": {"extensions": ["ms-python.python", "ms-toolsai.jupyter"]}},
    }
    return json.dumps(container, indent=2, ensure_ascii=False) + "\n"


def _requirements(course: Course) -> str:
    """The requirements of the first assignment: those of the others are the same."""
    first = next(iter(course.assignments))
    return f"{first}/requirements.txt"


def _oldest_python() -> str:
    """What students' packages take is what ours take: they are pinned to the same versions."""
    least = re.search(r">=\s*([\d.]+)", installed.distribution().metadata["Requires-Python"] or "")
    if least is None:
        return _grading_python()
    return least[1]


def _grading_python() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"
