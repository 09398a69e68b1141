"""What students' code may read, and the sentence for whoever keeps something there."""

import subprocess
import sys
from pathlib import Path

from autograder.sandbox.jail import trees

ROOT = Path(__file__).resolve().parents[4]


def test_what_lies_open_is_said_in_a_sentence(tmp_path):
    """Below what students' code may read, through links as well, whether it is there yet or not."""
    assert trees.lies_open("the course", ROOT / "docs") is None
    assert trees.lies_open("the submissions", tmp_path) is None
    assert trees.lies_open("the folder for reports", Path("/usr/share/out")) == (
        "students' code may read all of /usr, and the folder for reports (/usr/share/out) lies in it: "
        "move the folder for reports out of there"
    )
    (tmp_path / "link").symlink_to(sys.prefix)
    assert trees.lies_open("the submissions", tmp_path / "link" / "new") is not None


def test_asking_what_lies_open_takes_no_torch():
    """The command line asks before it has imported anything that takes seconds."""
    child = "import sys; from autograder.sandbox.jail import entry; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", child], capture_output=True, text=True, check=True).stdout
    assert "torch" not in modules.split()
