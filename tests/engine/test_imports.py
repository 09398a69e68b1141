"""Imports point one way: cli → platforms, author → batch → feedback, grading → remote → sandbox → wire; course and report from above."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "autograder"
MAY = {
    "wire": set(),
    "sandbox": {"wire", "sandbox"},
    "remote": {"wire", "sandbox", "remote"},
    "report": set(),
    "names": set(),
    "secret": set(),
    "course": {"sandbox"},  # Limits, plain data
    "grading": {"names", "wire", "sandbox", "remote", "report", "course", "grading"},
    "feedback": {"names", "report", "feedback"},
    "batch": {"names", "sandbox", "remote", "grading", "feedback", "report", "course", "secret", "batch"},
    "platforms": {"names", "grading", "batch", "feedback", "report", "course", "secret", "platforms"},
    "author": {"grading", "batch", "feedback", "report", "course", "author"},
}


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        names = (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [a.name for a in node.names]
            if isinstance(node, ast.Import)
            else []
        )
        for name in names:
            if name.startswith("autograder."):
                yield name.split(".")[1]


@pytest.mark.parametrize("part", sorted(MAY))
def test_a_part_imports_only_what_lies_below_it(part):
    """The folder tree is the trust boundary, and this is what keeps it one."""
    files = [ROOT / f"{part}.py"] if (ROOT / f"{part}.py").exists() else sorted((ROOT / part).glob("*.py"))
    assert files
    for path in files:
        assert set(imports(path)) <= MAY[part], path


def test_the_sandbox_side_unpickles_and_the_grader_side_never_does():
    """Pickles cross in one direction only: from the grader to the sandbox."""
    for path in [*ROOT.glob("remote/*.py"), *ROOT.glob("grading/*.py"), *ROOT.glob("batch/*.py"), ROOT / "wire.py"]:
        text = path.read_text()
        for word in ("Unpickler", "pickle.load", "torch.load", "eval(", "exec("):
            assert word not in text.replace("net.eval(", ""), (path, word)


def test_the_command_line_starts_without_torch():
    """--help, wrong usage and the class's coordinator never pay for importing torch."""
    import subprocess
    import sys

    code = "import sys, autograder.cli, autograder.batch.class_run; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
