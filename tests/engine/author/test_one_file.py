"""What lies beside a student's notebook is one file, which needs nothing of this package."""

import subprocess
import sys

from autograder.author.one_file import comparison


def test_it_imports_nothing_of_this_package():
    assert "import autograder" not in comparison()
    assert "from autograder" not in comparison()


def test_it_says_the_same_at_home(tmp_path):
    """Run by itself: a student reads the sentence that the grader would say."""
    (tmp_path / "compare.py").write_text(comparison())
    program = "import torch\nfrom compare import message, same, told, either\nsame(torch.zeros(4), torch.zeros(4, 1), 'y')"
    ran = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert "Mismatch: y: expected shape (4, 1), got (4,)" in ran.stderr
