"""A class's archive: made by a platform, of strangers' names and files."""

import io
import os
import stat
import struct
import zipfile

import pytest
from hand_ins import FULL, packed

from autograder.course import UsageError
from autograder.submission import unpacking
from autograder.submission.unpacking import file_name, unpacked


def opened(tmp_path, data, name="class.zip"):
    (tmp_path / name).write_bytes(data)
    place = tmp_path / "place"
    place.mkdir()
    return unpacked(tmp_path / name, place)


def test_names_that_lead_elsewhere(tmp_path):
    """They are named; what they hold is written nowhere."""
    names = ["../up.ipynb", "/etc/abs.ipynb", "a/../../b.ipynb", "C:\\x\\..\\..\\y.ipynb"]
    result = opened(tmp_path, packed({name: "x" for name in names} | {"fine\\ann.ipynb": "y"}))
    assert [piece.name for piece in result.pieces] == ["fine/ann.ipynb"]
    assert result.pieces[0].path.read_text() == "y"
    assert {passed.reason for passed in result.passed_over} == {"its name leads out of the archive"}
    assert len(result.passed_over) == 4
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["ann.ipynb", "class.zip"]


def test_links(tmp_path):
    """A link in an archive is no file of anybody's."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        info = zipfile.ZipInfo("ann.ipynb")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
    result = opened(tmp_path, data.getvalue())
    assert result.pieces == []
    assert result.passed_over[0].reason == "a link"


def test_names_in_utf_8_that_nobody_announced(tmp_path):
    """Many programs write UTF-8 without saying so; NFD stays NFD."""
    data = packed({"Zo\u00eb.ipynb": "x"})
    flagged = data.replace(struct.pack("<H", 0x800), struct.pack("<H", 0))
    assert flagged != data
    assert [piece.name for piece in opened(tmp_path, flagged).pieces] == ["Zoë.ipynb"]


def test_two_of_one_name_and_one_of_a_long_name(tmp_path):
    """The first counts, the second is named; a long name has a short one here."""
    data = io.BytesIO()
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(data, "w") as archive:
        for content in ("one", "two"):
            archive.writestr("ann.ipynb", content)
        archive.writestr("ü" * 3_000 + ".ipynb", FULL)
    result = opened(tmp_path, data.getvalue())
    assert result.pieces[0].path.read_text() == "one"
    assert result.passed_over[0].reason == "a file of this name is there already"
    assert result.pieces[1].path.suffix == ".ipynb"
    assert result.pieces[1].path.read_text() == FULL


def test_one_damaged_or_too_large_file(tmp_path, monkeypatch):
    """It is that student's fault to hear of; the others are there."""
    monkeypatch.setattr(unpacking, "_MOST_BYTES", 1_000)
    data = bytearray(packed({"ann.ipynb": "a" * 500, "bob.ipynb": "b" * 5_000, "cyd.ipynb": "c"}))
    place = data.index(b"ann.ipynb") + len("ann.ipynb")
    data[place : place + 4] = b"\xff\xff\xff\xff"
    ann, bob, cyd = opened(tmp_path, bytes(data)).pieces
    assert "can't be unpacked" in ann.fault
    assert "larger than" in bob.fault
    assert cyd.path.read_text() == "c"


def test_what_is_no_archive(tmp_path):
    """One line that says what to do."""
    for number, data in enumerate((b"", b"PK\x05\x06", b"no archive", packed({"a.ipynb": "x"})[:-30])):
        folder = tmp_path / str(number)
        folder.mkdir()
        with pytest.raises(UsageError, match="can't be unpacked"):
            opened(folder, data)


def test_too_many_files_or_no_room(tmp_path, monkeypatch):
    """Said before anything is written."""
    monkeypatch.setattr(unpacking, "MAX_TABLE", 10_000)
    with pytest.raises(UsageError, match="holds too many files: unpack it"):
        opened(tmp_path, packed({f"{number}.ipynb": "" for number in range(500)}))
    (tmp_path / "place").rmdir()
    usage = os.statvfs(tmp_path)
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 100 if usage else 0}))
    with pytest.raises(UsageError, match="make room"):
        opened(tmp_path, packed({"a.ipynb": "x" * 1_000}))
    assert list((tmp_path / "place").iterdir()) == []


@pytest.mark.parametrize("name", ["a.ipynb", "\x1b[31m.ipynb", "x" * 5_000 + ".ipynb", "ü" * 200 + ".py", "..", "a/b.zip"])
def test_a_name_that_any_file_system_takes(tmp_path, name):
    """With the same ending."""
    made = file_name(name)
    (tmp_path / f"x{made}").write_text("")
    assert len(made.encode()) <= 250
    assert "/" not in made
    assert "\x1b" not in made
    assert made.endswith(name[-3:])


def test_a_file_that_fills_a_disk(tmp_path):
    """Ten megabytes of nothing are no notebook: it is that student's fault to hear of, and takes no room."""
    (piece,) = opened(tmp_path, packed({"ann.ipynb": b" " * (10 << 20)})).pieces
    assert "as no notebook does" in piece.fault
    assert not piece.path.exists()
