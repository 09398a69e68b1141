"""Imports point one way, from the command line down to the ground floor; a test over `ast` says so."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "autograder"
# the house, from the ground floor up: each room, and the rooms below that it may import from
GROUND = {
    *("code_lines", "linux", "limits", "names", "report", "secret", "deadlines", "course_files", "required", "words"),
    *("toml_lines", "order_faults", "languages"),
}
MAY = {
    "code_lines": set(),
    "words": set(),
    "linux": set(),
    "limits": set(),
    "names": set(),
    "own_environment": set(),
    "report": {"words", "languages"},
    "secret": set(),
    "deadlines": {"words", "languages"},
    "languages": {"words"},
    "course_files": set(),
    "required": set(),
    "files": {"names", "report"},
    "toml_lines": set(),
    "order_faults": {"toml_lines"},
    "course": {
        "words", "limits", "deadlines", "course_files", "required", "order_faults", "toml_lines", "languages", "names",
    },
    "installed": {"course", "required"},
    "packing": {"installed", "course"},
    "schemas": {"course", "deadlines", "limits", "report", "words"},
    "wire": {"limits"},
    "sandbox": {"wire", "linux", "limits", "own_environment"},
    "remote": {"code_lines", "wire", "sandbox", "linux", "limits", "words"},
    "submission": {"sandbox", "course", "own_environment", *GROUND},
    "grading": {"submission", "remote", "sandbox", "wire", "course", *GROUND},
    "graders": {"grading", "remote", "words"},
    "feedback": {"files", *GROUND},
    "workers": {
        "grading", "submission", "remote", "sandbox", "wire", "packing", "installed", "course", "own_environment", *GROUND,
    },
    "lms": {"files", "feedback", "submission", "course", *GROUND},
    "batch": {"lms", "workers", "grading", "submission", "feedback", "files", "packing", "course", *GROUND},
    "author": {"workers", "batch", "grading", "graders", "submission", "feedback", "files", "installed", "course", *GROUND},
    "platforms": {"workers", "batch", "grading", "submission", "feedback", "files", "packing", "installed", "course", *GROUND},
}


def modules(room):
    """A room is a module or a folder of modules, however deep."""
    if (ROOT / f"{room}.py").exists():
        return [ROOT / f"{room}.py"]
    return sorted((ROOT / room).glob("**/*.py"))


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            if name.startswith("autograder.") and name != "autograder.__version__":
                yield name.split(".")[1]


@pytest.mark.parametrize("room", sorted(MAY))
def test_a_room_imports_only_what_lies_below_it(room):
    """The folder tree is the trust boundary, and this is what keeps it one."""
    assert modules(room)
    for path in modules(room):
        assert set(imports(path)) <= MAY[room] | {room}, path


def test_every_room_is_named():
    """A new folder or module has to say what it may import."""
    rooms = {path.stem for path in ROOT.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert rooms - {"__init__", "__main__", "cli"} == set(MAY)


def test_there_is_no_circle():
    """What a room may import never leads back to it."""
    below = {room: set(MAY[room]) for room in MAY}
    for _ in MAY:
        for room in MAY:
            below[room].update(*(below[other] for other in below[room]))
    assert not [room for room in MAY if room in below[room]]


def test_no_stem_is_there_twice():
    """A module is known by its name alone."""
    stems = [path.stem for path in ROOT.glob("**/*.py") if path.stem not in ("__init__", "__main__")]
    assert sorted(stems) == sorted(set(stems))


def test_the_sandbox_side_unpickles_and_the_grader_side_never_does():
    """Pickles cross in one direction only: from the grader to the sandbox."""
    for room in ("remote", "grading", "workers", "batch", "wire", "submission"):
        for path in modules(room):
            if path.stem == "rehearsal":  # plays both sides, with a notebook of ours
                continue
            text = path.read_text().replace("net.eval(", "")
            for word in ("Unpickler", "pickle.load", "torch.load", "eval(", "exec("):
                assert word not in text, (path, word)


@pytest.mark.parametrize("library", ["torch", "jupytext", "nbformat", "pygments"])
def test_grade_starts_without_what_takes_seconds_to_import(library):
    """--help, wrong usage and the class's coordinator never pay for importing torch, nor for a reader of solutions."""
    code = (
        "import sys, autograder.cli.grade, autograder.author.course_faults, autograder.batch.class_run; "
        f"sys.exit({library!r} in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_notebooks_are_read_without_a_parser_of_addresses():
    """A newer jsonschema parses 38 grammars as nbformat imports it: 1.8 s for whatever nbgrader and otter start."""
    program = "import sys, nbformat; print('lark' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
