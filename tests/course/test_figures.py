"""README's figures in both languages are those that are kept, and programs are asked for what they print."""

import re
import subprocess
import sys

import pytest
from parts import ROOT

sys.path.append(str(ROOT / "docs"))
import make_figures

PRINTED = {
    "check": "9 assignments, 33 exercises, 300 tests (90 public), 704 kept answers (200 right, 504 wrong),\n137 attacks by "
    "submissions that solve nothing, seed 1; beside a wrong part, 96 right exercises keep 98.4% of\ntheir points\nverified: nothing leaks",
    "bench": "nbgrader autograde ~3 ~4 3400 ms 50 × ours\notter run 8 8400 ms 124 × ours\nthe floor … ours are 1.94 ×\n"
    "each further one, 10 to 100: 80 ms; 100 to 1000: 68 ms\npeak memory",
    "soak": "warm process: 3 → 3 descriptors, 9.0 → 9.0 MB\na worker: 9 → 9 descriptors, 238.0 → 246.0 MB\nto see it again: "
    "SEED=3\n100 processes killed, 9 runs\n2000 submissions: all graded, honest work with all its points, nothing left",
    "mutants": "newton: all of 9 mutants killed\n1374 of 1374 mutants killed; 49 more are equivalent",
    "flaky": "references 1000 times each, kept answers 10 times each: 0 otherwise",
    "parity": "1535 rows, none of them different",
}


def test_the_pages_tell_what_is_kept():
    """After `make figures`, or a change by hand."""
    script = ROOT / "docs" / "make_figures.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0


@pytest.mark.parametrize("name", make_figures.SOURCES)
def test_the_numbers_of_a_program(name):
    """All that the sentence needs is found in what the program prints."""
    source = make_figures.SOURCES[name]
    numbers = make_figures.numbers_in(PRINTED[name], source, name)
    assert source.english.format(**numbers)
    assert source.chinese.format(**numbers)


@pytest.mark.parametrize("name", make_figures.SOURCES)
def test_each_program_is_there(name):
    """A file of this repository, or a command of ours."""
    command = [str(part) for part in make_figures.SOURCES[name].command]
    asked = [*command[:4], "--help"] if command[1:3] == ["-m", "autograder"] else [sys.executable, "-m", "py_compile", command[1]]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_program_that_prints_something_else():
    """The sentence names it."""
    with pytest.raises(SystemExit, match="make parity has not printed what"):
        make_figures.numbers_in("1535 rows, 2 of them different", make_figures.SOURCES["parity"], "parity")


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_attacks_are_counted_as_security_counts_them(page):
    """In the table that says what is elsewhere."""
    (in_all,) = re.findall(r"^(\d+) attacks and", (ROOT / "SECURITY.md").read_text(), re.MULTILINE)
    (line,) = [line for line in (ROOT / page).read_text().splitlines() if "](SECURITY.md)" in line and "[SECURITY]" not in line]
    assert re.findall(r"\d+", line) == [in_all]
