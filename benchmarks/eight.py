"""One course of the mission's eight exercises for each grader: ours, nbgrader's, otter's, and none at all."""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
IMPORTS = "import random\nimport numpy as np\nimport torch\nfrom torch import nn\nfrom torch.nn import functional as F"
EIGHT = {
    "linear_regression": ("data_iter", "squared_loss", "sgd"),
    "weight_decay": ("l2_penalty", "weight_decay_trainer"),
    "batch_norm": ("batch_norm",),
    "residual": ("Residual",),
    "newton": ("newton",),
}
NAMES = [name for names in EIGHT.values() for name in names]
BARE = f"{IMPORTS}\n{{cells}}\nimport bench_tests\nfor name in {NAMES!r}:\n    bench_tests.run(name, globals())\n"


@functools.cache
def answers() -> dict[str, str]:
    """The reference's own cells, as a perfect student's."""
    from autograder.author import solution

    cells = [c for a in EIGHT for c in solution.read(ROOT / "solutions" / f"{a}.py")]
    return {c.exercise: c.source for c in cells if c.exercise in NAMES}


def code(*sources: str) -> list[nbformat.NotebookNode]:
    return [nbformat.v4.new_code_cell(source) for source in sources]


def write(path: Path, cells: list[nbformat.NotebookNode]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    for i, cell in enumerate(cells):
        cell["id"] = f"cell-{i}"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path.write_text(nbformat.writes(nbformat.v4.new_notebook(cells=cells, metadata=kernel)))
    return path


def support(folder: Path) -> list[Path]:
    """The tests and what they need, beside a notebook that is graded in its own process."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "benchmarks" / "bench_tests.py", folder)
    (folder / "grading").mkdir(exist_ok=True)
    for name in ("compare", "chance", "weights"):
        shutil.copy(ROOT / "autograder" / "grading" / f"{name}.py", folder / "grading")
    (folder / "words").mkdir(exist_ok=True)
    shutil.copy(ROOT / "autograder" / "words" / "message.py", folder / "words")
    shutil.copytree(ROOT / "tests" / "graders", folder / "graders", dirs_exist_ok=True)
    shutil.copytree(ROOT / "solutions", folder / "solutions", dirs_exist_ok=True)
    return sorted(p for p in folder.rglob("*.py") if "__pycache__" not in p.parts)


def bare(folder: Path) -> Path:
    """A script that imports torch and makes the same calls once."""
    support(folder)
    script = folder / "bare.py"
    script.write_text(BARE.format(cells="\n\n".join(answers().values())))
    return script


def ours(folder: Path) -> Path:
    """A course of one assignment, `eight`, whose grader borrows the tests of the course's five."""
    (folder / "solutions").mkdir(parents=True)
    (folder / "tests" / "graders").mkdir(parents=True)
    listed = "\n".join(f'  {{ name = "{name}", points = 1 }},' for name in NAMES)
    order = f'title = "Eight"\n[[assignments]]\nname = "eight"\ntitle = "Eight"\nexercises = [\n{listed}\n]\n'
    (folder / "solutions" / "course.toml").write_text(order)
    (folder / "solutions" / "eight.py").write_text("\n\n".join([IMPORTS, *answers().values()]))
    (folder / "tests" / "graders" / "test_eight.py").write_text(
        '"""The tests of eight exercises, from the graders that they are in."""\nimport importlib.util\nimport sys\n\n'
        f"for name in {list(EIGHT)!r}:\n"
        f"    spec = importlib.util.spec_from_file_location(f'grader_{{name}}', f'{ROOT}/tests/graders/test_{{name}}.py')\n"
        "    module = importlib.util.module_from_spec(spec)\n    sys.modules[spec.name] = module\n"
        "    spec.loader.exec_module(module)\n"
        "    for key, value in vars(module).items():\n        marks = getattr(value, 'pytestmark', [])\n"
        f"        if key.startswith('test_') and any(m.args[0] in {NAMES!r} for m in marks):\n            globals()[key] = value\n"
    )
    return folder


def submission(path: Path, student: int = 0) -> Path:
    return write(path, code(IMPORTS, *(f"{source}\n# {student}" for source in answers().values())))


def nbgrader(folder: Path, students: int) -> None:
    """A course that stock nbgrader takes: a check cell for each exercise, the tests in a module beside the notebook."""
    cells = code(IMPORTS)
    for name, source in answers().items():
        answer, check = code(source, f'import bench_tests\nbench_tests.run("{name}", globals())')
        facts = {"schema_version": 3, "task": False}
        answer.metadata["nbgrader"] = facts | {"grade_id": name, "grade": False, "solution": True, "locked": False}
        check.metadata["nbgrader"] = facts | {
            "grade_id": f"{name}-check",
            "grade": True,
            "solution": False,
            "locked": True,
            "points": 1,
        }
        cells += [answer, check]
    write(folder / "source" / "eight" / "eight.ipynb", cells)
    support(folder / "source" / "eight")
    (folder / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.course_id = 'eight'\nc.ClearSolutions.enforce_metadata = False\n"
    )
    command(folder, "nbgrader", "generate_assignment", "eight", "--force")
    for i in range(students):
        shutil.copytree(folder / "source" / "eight", folder / "submitted" / f"student{i}" / "eight")


def otter(folder: Path) -> tuple[Path, Path]:
    """An autograder.zip that `otter run` takes, and a notebook for it."""
    (folder / "tests").mkdir(parents=True)
    for name in NAMES:
        (folder / "tests" / f"{name}.py").write_text(
            f'from otter.test_files import test_case\nOK_FORMAT = False\nname = "{name}"\npoints = 1\n\n'
            f'@test_case(points=1, hidden=False)\ndef test_all(env):\n    import bench_tests\n    bench_tests.run("{name}", env)\n'
        )
    files = support(folder / "files")
    cells = code('import otter\ngrader = otter.Notebook("eight.ipynb")', IMPORTS)
    for name, source in answers().items():
        cells += code(source, f'grader.check("{name}")')
    notebook = write(folder / "eight.ipynb", cells)
    relative = [str(p.relative_to(folder / "files")) for p in files]
    zipped = folder / "autograder.zip"
    command(folder / "files", "otter", "generate", "-t", "../tests", "-o", str(zipped), "--no-environment", *relative)
    return zipped, notebook


def command(folder: Path, name: str, *args: str) -> None:
    done = subprocess.run(
        [str(BIN / name), *args], cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"{name} {' '.join(args)}:\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}")


def environment() -> dict[str, str]:
    """The peers find their programs (alembic, jupyter) by name."""
    import os

    return os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}", "OMP_NUM_THREADS": "1", "JUPYTER_PLATFORM_DIRS": "1"}
