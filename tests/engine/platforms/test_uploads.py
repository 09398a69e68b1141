"""Whatever students upload, the notebook that counts is found, or they are told what to hand in."""

import io
import json
import os
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parts import WRONG_NEWTON, notebook

from autograder.grading.submission import Rejected, parse
from autograder.platforms.uploads import chosen

MINE = json.dumps(notebook([WRONG_NEWTON])).encode()
OTHER = json.dumps(notebook(["x = 1"])).encode()


def zipped(**files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


@pytest.fixture
def choose(course, tmp_path):
    def run(files):
        for name, content in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(content)
        return chosen(tmp_path, course.assignment("newton"))

    return run


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({"Kopie von newton (2).ipynb": MINE}, "Kopie von newton (2).ipynb"),
        ({"notes.ipynb": OTHER, "mine.ipynb": MINE, ".ipynb_checkpoints/mine-checkpoint.ipynb": MINE}, "mine.ipynb"),
        ({"repository/homework/one.ipynb": MINE, "repository/README.md": b"x"}, "repository/homework/one.ipynb"),
        ({"all.zip": zipped(**{"a__newton.ipynb": MINE, "__MACOSX__a__newton.ipynb": b"x"})}, "all.zip/a/newton.ipynb"),
        ({"old.ipynb": MINE, "newton.ipynb": MINE}, "newton.ipynb"),
        ({"only.ipynb": OTHER}, "only.ipynb"),
        ({"newton.py": WRONG_NEWTON.encode(), "x.ipynb": OTHER}, "newton.py"),
    ],
)  # fmt: skip
def test_the_notebook_that_defines_the_exercises(files, name, choose):
    """Whatever it is called, and wherever it lies."""
    found, content = choose(files)
    assert found == name and parse(content.decode())


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "no notebook was handed in"),
        ({"newton.pdf": b"%PDF"}, "no notebook was handed in"),
        ({"a.ipynb": MINE, "b.ipynb": MINE}, "several files could be the one that counts: a.ipynb, b.ipynb"),
        ({"a.ipynb": OTHER, "b.ipynb": b"{"}, "none of a.ipynb, b.ipynb defines an exercise of newton"),
        ({"a.zip": b"PK\x03\x04 not really"}, "a.zip can't be unpacked"),
    ],
)  # fmt: skip
def test_what_to_hand_in_instead(files, said, choose):
    """In one sentence."""
    with pytest.raises(Rejected, match=said.replace(".", r"\.")):
        choose(files)


@pytest.mark.parametrize(
    "text",
    [
        WRONG_NEWTON,
        f"# %%\n{WRONG_NEWTON}\n",
        f"#!/usr/bin/env python\n# coding: utf-8\n\n# In[1]:\n\n\n{WRONG_NEWTON}\n\n\n# In[ ]:\n\n\nx = 1\n",
    ],
)
def test_scripts_are_notebooks_too(text, choose):
    """Plain, in cells, or as nbconvert writes them."""
    _, content = choose({"newton.py": text.encode()})
    assert any("def newton" in cell.source and cell.code for cell in parse(content.decode()))


@given(st.binary(max_size=200))
def test_any_bytes_in_an_archive(content):
    """Never anything but a choice or a sentence."""
    import tempfile
    from pathlib import Path

    from parts import ROOT

    from autograder.course import Course

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.zip").write_bytes(b"PK\x03\x04" + content)
        Path(folder, "b.py").write_bytes(content)
        try:
            chosen(Path(folder), Course.load(ROOT).assignment("newton"))
        except Rejected:
            pass


def test_what_lies_beside_the_notebook(choose):
    """Thousands of pictures, and a name that is no UTF-8."""
    files = {f"data/{i:04}.png": b"" for i in range(2500)}
    found, _ = choose(files | {"notebook.ipynb": MINE})
    assert found == "notebook.ipynb"


def test_names_and_encodings(choose, tmp_path):
    """A byte-order mark does no harm, nor does a file system's name that is no text."""
    (tmp_path / os.fsdecode(b"\xdcbung.ipynb")).write_bytes(b"\xef\xbb\xbf" + MINE)
    found, content = choose({"helper.py": b"import os\n"})
    assert found == "\\xdcbung.ipynb" and content.endswith(MINE)


def test_a_damaged_archive_and_a_bomb(choose):
    """A sentence for the one, what fits of the other."""
    packed = bytearray(zipped(**{"a.ipynb": MINE * 50}))
    packed[60:90] = bytes(30)
    with pytest.raises(Rejected, match="can't be unpacked"):
        choose({"a.zip": bytes(packed)})
    found, _ = choose(
        {"a.zip": zipped(**{"newton.ipynb": MINE} | {f"b{i}.ipynb": b" " * 1_000_000 for i in range(99)})}
    )
    assert found == "a.zip/newton.ipynb"
