"""Files counted one by one: in number, in size, in depth, and those that have no name any more."""

import os

import pytest

from autograder.limits import Limits
from autograder.sandbox import file_count

LIMITS = Limits(files=10, files_mb=1)


def test_a_few_small_files_are_within_the_limit(tmp_path):
    for number in range(9):
        (tmp_path / str(number)).write_text("x")
    assert not file_count.is_over(str(tmp_path), None, [os.getpid()], LIMITS)


@pytest.mark.parametrize("number", [11, 40])
def test_files_are_counted_in_number(tmp_path, number):
    """Folders, and what lies in them, count as well."""
    for name in range(number):
        (tmp_path / str(name % 3)).mkdir(exist_ok=True)
        (tmp_path / str(name % 3) / str(name)).write_text("x")
    assert file_count.is_over(str(tmp_path), None, [], LIMITS)


def test_files_are_counted_together_in_size(tmp_path):
    for name in range(3):
        (tmp_path / str(name)).write_bytes(os.urandom(400 << 10))
    assert file_count.is_over(str(tmp_path), None, [], LIMITS)


def test_folders_in_one_another_are_too_deep_at_some_point(tmp_path):
    """Whatever the limit of files is; and a link leads nowhere."""
    folder = tmp_path
    for _ in range(260):
        folder = folder / "d"
        folder.mkdir()
    many = Limits(files=10_000)
    assert file_count.is_over(str(tmp_path), None, [], many)
    (tmp_path / "link").mkdir()
    (tmp_path / "link" / "deep").symlink_to(tmp_path / "d")
    assert not file_count.is_over(str(tmp_path / "link"), None, [], many)


def test_a_removed_file_that_is_still_open_counts(tmp_path):
    """For whom it is open: its name is gone, and what it takes is not; also where there is no other file."""
    with (tmp_path / "gone").open("wb") as file:
        file.write(os.urandom(2 << 20))
        file.flush()
        (tmp_path / "gone").unlink()
        assert file_count.is_over(str(tmp_path), None, [os.getpid()], LIMITS)
        assert not file_count.is_over(str(tmp_path), None, [], LIMITS)
