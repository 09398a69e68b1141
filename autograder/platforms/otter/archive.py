"""`autograder otter`: an archive made by otter's own `generate`, whose tests read what our plugin found."""

from __future__ import annotations

import contextlib
import io
import json
import tempfile
import zipfile
from pathlib import Path

from autograder import files
from autograder.course import Assignment, Course, UsageError
from autograder.grading.pytest_session import collected
from autograder.grading.reference import load_reference
from autograder.platforms.gradescope.package import engine_files, zipped
from autograder.secret import course_secret
from autograder.workers.node import pack

COURSE, RESULTS, REJECTED = "autograder-course.tar.gz", "autograder_results", "rejected: "
PLUGIN = "autograder.platforms.otter.plugin.Behind"
_TEST = """from otter.test_files import test_case

OK_FORMAT = False
name = {name!r}
points = None
"""
_CASE = """

@test_case(name={title!r}, points={points!r}, hidden={hidden!r})
def case_{number}({results}):
    said = {results}.get({rejected!r}) or {results}[{name!r}][{test!r}]
    assert said is None, said
"""
_INSTALL = """
# what grades behind the boundary; a plain torch would bring gigabytes of CUDA
mamba run -n otter-env pip install --no-deps{index} 'torch==2.13.0'
mamba run -n otter-env pip install -c /autograder/source/engine/constraints.txt /autograder/source/engine
chmod o+x /root  # where Miniforge is, which the student's user has to reach, and otherwise can't look into
"""


def write(course: Course, name: str, target: Path, torch_index: str) -> str:
    """Write the archive. Returns what the instructor should know about it."""
    assignment = course.assignment(name)
    made = _generated(course, assignment)
    index = f' --index-url "{torch_index}"' if torch_index else ""
    made[COURSE] = pack(course, name)  # not among otter's `files`, which it copies to where a submission lies
    made["setup.sh"] += _INSTALL.format(index=index).encode()
    contents = {path: (data, 0o755 if path in ("setup.sh", "run_autograder") else 0o644) for path, data in made.items()}
    contents |= {f"engine/{path}": content for path, content in engine_files().items()}
    files.write(target, zipped(contents))
    return f"{target}: {target.stat().st_size >> 10} kB, for `otter run -a {target} …` or as Gradescope's autograder"


def _generated(course: Course, assignment: Assignment) -> dict[str, bytes]:
    """What otter's own `generate` makes of the tests and the configuration."""
    try:
        from otter.generate import main as generate  # noqa: PLC0415  an extra, and slow
    except ModuleNotFoundError as missing:
        raise UsageError(f"an archive for otter takes {missing.name}: pip install 'autograder[otter]'") from None
    settings = {"secret": course_secret(course.title), "assignment": assignment.name}
    config = {"plugins": [{PLUGIN: settings}], "show_stdout": False, "show_hidden": False, "assignment_name": None}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("tests").mkdir()
        for exercise, source in _tests(course, assignment).items():
            Path("tests", f"{exercise}.py").write_text(source, encoding="utf-8")
        Path("otter_config.json").write_text(json.dumps(config), encoding="utf-8")
        generate(tests_dir="tests", output_path="made.zip", config="otter_config.json", no_requirements=True)
        with zipfile.ZipFile(io.BytesIO(Path("made.zip").read_bytes())) as packed:
            return {entry: packed.read(entry) for entry in packed.namelist()}


def _tests(course: Course, assignment: Assignment) -> dict[str, str]:
    """Test files for otter: a case for each of the graders' tests, worth the same."""
    reference = course.solution(assignment.name)
    with collected(course.grader(assignment.name), lambda: load_reference(reference), 0) as collection:
        tasks = collection.tasks
    made = {}
    for exercise in assignment.exercises:
        own = [task for task in tasks if task.exercise == exercise.name]
        total = sum(task.weight for task in own)
        cases = [
            _CASE.format(
                title=task.title,
                points=round(exercise.points * task.weight / total, 6),
                hidden=not task.public,
                number=number,
                results=RESULTS,
                rejected=REJECTED,
                name=exercise.name,
                test=task.name,
            )
            for number, task in enumerate(own, 1)
        ]
        made[exercise.name] = _TEST.format(name=exercise.name) + "".join(cases)
    return made
