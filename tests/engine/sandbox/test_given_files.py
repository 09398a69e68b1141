"""What the grader gives a notebook lies in its folder before its first cell runs, and is the course's."""

import os
import stat

import pytest

from autograder.remote.control import SandboxFault

READS = "print(open('data/numbers.txt').read())"
WRITES = "open('data/numbers.txt', 'w').write('mine')"


@pytest.fixture
def numbers(tmp_path):
    path = tmp_path / "any_name.txt"
    path.write_text("1 2 3")
    return path


def test_a_cell_reads_it(lab, numbers):
    lab.sandbox.given_files = {"data/numbers.txt": numbers}
    assert lab.run(READS).printed[2] == "1 2 3\n"


def test_a_cell_imports_it(lab, numbers):
    numbers.write_text("def twice(x): return 2 * x")
    lab.sandbox.given_files = {"doubling.py": numbers}
    assert not lab.run("from doubling import twice", "assert twice(2) == 4").errors


def test_it_is_to_be_read_alone(lab, numbers):
    lab.sandbox.given_files = {"data/numbers.txt": numbers}
    ran = lab.run("import os\nprint(oct(os.stat('data/numbers.txt').st_mode))")
    assert ran.printed[2].endswith("444\n")


def test_its_folder_is_to_be_written_to(lab, numbers):
    lab.sandbox.given_files = {"data/numbers.txt": numbers}
    assert not lab.run("open('data/other.txt', 'w').write('mine')").errors


def test_the_courses_own_stays_as_it_is(lab, numbers):
    lab.sandbox.given_files = {"data/numbers.txt": numbers}
    lab.run(f"import os\nos.chmod('data/numbers.txt', 0o777)\n{WRITES}")
    assert numbers.read_text() == "1 2 3"


def test_the_next_run_has_it_again(lab, numbers):
    """Where a cell ends the process, the rest runs in a new sandbox."""
    lab.sandbox.given_files = {"data/numbers.txt": numbers}
    assert lab.run("import os\nos._exit(1)", READS).printed[3] == "1 2 3\n"


def test_many_large_ones(lab, tmp_path):
    given = {}
    for number in range(300):
        path = tmp_path / str(number)
        path.write_bytes(os.urandom(1 << 16))
        given[f"{number}.bin"] = path
    lab.sandbox.given_files = given
    ran = lab.run("import os\nprint(sum(os.path.getsize(f'{n}.bin') for n in range(300)))")
    assert ran.printed[2] == f"{300 << 16}\n"


def test_no_descriptor_of_it_is_left(lab, numbers):
    lab.sandbox.given_files = {"numbers.txt": numbers}
    ran = lab.run("import os\nprint([os.path.basename(os.readlink(f'/proc/self/fd/{n}')) for n in os.listdir('/proc/self/fd') if os.path.lexists(f'/proc/self/fd/{n}')])")
    assert numbers.name not in ran.printed[2]


def test_one_that_is_too_large_is_our_fault(lab, numbers):
    with numbers.open("wb") as file:
        file.truncate((lab.sandbox.limits.file_mb << 20) + 1)
    lab.sandbox.given_files = {"numbers.txt": numbers}
    with pytest.raises(SandboxFault, match=r"numbers\.txt: File too large"):
        lab.run(READS)


def test_the_file_itself_may_be_private(lab, numbers):
    numbers.chmod(stat.S_IRUSR)
    lab.sandbox.given_files = {"data/numbers.txt": numbers}
    assert lab.run(READS).printed[2] == "1 2 3\n"
