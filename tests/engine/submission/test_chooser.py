"""Whatever students upload, the notebook that counts is found, or they are told what to hand in."""

import io
import json
import os
import re
import subprocess
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parts import COURSE, FAILS, notebook
from within import within

from autograder.submission.chooser import choose as choose_of
from autograder.submission.chooser import chosen
from autograder.submission.entries import Piece
from autograder.submission.notebook import Rejected, parse

MINE = json.dumps(notebook([FAILS])).encode()
OTHER = json.dumps(notebook(["x = 1"])).encode()
MINE_TOO = json.dumps(notebook([FAILS, "x = 2"])).encode()
STUB = json.dumps(notebook(['def fails(*args):\n    raise NotImplementedError("fails is waiting for your code")'])).encode()


LEFT_IN = 'def fails(*args):\n    # raise NotImplementedError("fails is waiting for your code")\n    return [1]'
DEAD = 'def fails(*args):\n    return [1]\n    raise NotImplementedError("fails is waiting for your code")'


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
        return chosen(tmp_path, course.assignment("outcomes"))

    return run


@pytest.mark.parametrize(
    ("files", "name"),
    [
        ({"Kopie von outcomes (2).ipynb": MINE}, "Kopie von outcomes (2).ipynb"),
        ({"notes.ipynb": OTHER, "mine.ipynb": MINE, ".ipynb_checkpoints/mine-checkpoint.ipynb": MINE}, "mine.ipynb"),
        ({"repository/homework/one.ipynb": MINE, "repository/README.md": b"x"}, "repository/homework/one.ipynb"),
        ({"all.zip": zipped(**{"a__outcomes.ipynb": MINE, "__MACOSX__a__outcomes.ipynb": b"x"})}, "all.zip/a/outcomes.ipynb"),
        ({"old.ipynb": MINE, "outcomes.ipynb": MINE}, "outcomes.ipynb"),
        ({"a.ipynb": MINE, "b.ipynb": MINE}, "a.ipynb"),
        ({"outcomes.ipynb": STUB, "mine.ipynb": MINE}, "mine.ipynb"),
        ({"outcomes.IPYNB": MINE, "x.ipynb": OTHER}, "outcomes.IPYNB"),
        ({"outcomes.ipynb.txt": MINE}, "outcomes.ipynb.txt"),
        ({"a.zip": b"PK\x03\x04 not really", "b.ipynb": MINE}, "b.ipynb"),
        ({"only.ipynb": OTHER}, "only.ipynb"),
        ({"outcomes.py": FAILS.encode(), "x.ipynb": OTHER}, "outcomes.py"),
        ({"outcomes.ipynb (1)": MINE, "x.ipynb": OTHER}, "outcomes.ipynb (1)"),
        ({"outcomes.ipynb.ipynb": MINE, "x.ipynb": OTHER}, "outcomes.ipynb.ipynb"),
        ({"outcomes.ipynb.download": MINE}, "outcomes.ipynb.download"),
        ({"outcomes.json": MINE, "README.md": b"x"}, "outcomes.json"),
        ({"outcomes": MINE}, "outcomes"),
        ({"outcomes.txt": b"\xef\xbb\xbf" + MINE, "notes.txt": b"x"}, "outcomes.txt"),
        ({"outcomes.py": MINE, "x.ipynb": OTHER}, "outcomes.py"),
        ({"outcomes.zip": MINE}, "outcomes.zip"),
        ({"outcomes.ipynb": STUB, "outcomes-Copy1.ipynb": MINE, "old/outcomes.ipynb": STUB}, "outcomes-Copy1.ipynb"),
        ({"outcomes.ipynb": STUB, "all.zip": zipped(**{"a__outcomes.ipynb": MINE})}, "all.zip/a/outcomes.ipynb"),
        ({"outcomes.ipynb": STUB, "all.zip": zipped(**{"b.zip": zipped(**{"a__outcomes.ipynb": MINE}), "c.zip": b"PK"})}, "all.zip/b.zip/a/outcomes.ipynb"),
        ({"outcomes.ipynb": STUB, "answer.py": FAILS.encode("utf-16")}, "answer.py"),
    ],
)  # fmt: skip
def test_the_notebook_that_defines_the_exercises(files, name, choose):
    """Whatever it is called, and wherever it lies."""
    found, content = choose(files)
    assert found == name
    assert parse(content.decode())


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "no notebook was handed in"),
        ({"outcomes.pdf": b"%PDF"}, "no notebook was handed in (a file that ends in .ipynb): outcomes.pdf is a PDF file: open your notebook in Jupyter"),
        ({"outcomes.html": b"<html>", "z.png": b""}, "outcomes.html is a web page"),
        ({"Colab.url": b"[InternetShortcut]"}, "Colab.url is a shortcut, not the notebook: download the notebook"),
        ({"hw.rar": b"Rar!"}, "hw.rar is an archive that is not opened here: unpack it"),
        ({"a.ipynb": b"version https://git-lfs.github.com/spec/v1", "helper.py": b""}, "a.ipynb: it is a pointer of Git LFS"),
        ({"data.json": b"{}", "a.txt": b"x"}, "no notebook was handed in (a file that ends in .ipynb): hand in"),
        ({"a.ipynb": MINE, "b.ipynb": MINE_TOO}, "several files could be the one that counts: a.ipynb, b.ipynb"),
        ({"a.ipynb": OTHER, "b.ipynb": b"{"}, "none of a.ipynb, b.ipynb defines an exercise of outcomes"),
        ({"a.zip": b"PK\x03\x04 not really"}, "a.zip can't be unpacked"),
    ],
)  # fmt: skip
def test_what_to_hand_in_instead(files, said, choose):
    """In one sentence."""
    with pytest.raises(Rejected, match=re.escape(said)):
        choose(files)


@pytest.mark.parametrize(
    "text",
    [
        FAILS,
        f"# %%\n{FAILS}\n",
        f"#!/usr/bin/env python\n# coding: utf-8\n\n# In[1]:\n\n\n{FAILS}\n\n\n# In[ ]:\n\n\nx = 1\n",
    ],
)
def test_scripts_are_notebooks_too(text, choose):
    """Plain, in cells, or as nbconvert writes them."""
    _, content = choose({"outcomes.py": text.encode()})
    assert any("def fails" in cell.source and cell.code for cell in parse(content.decode()))


@given(st.binary(max_size=200))
def test_any_bytes_in_an_archive(content):
    """Never anything but a choice or a sentence."""
    import tempfile
    from pathlib import Path

    from parts import COURSE

    from autograder.course import Course

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.zip").write_bytes(b"PK\x03\x04" + content)
        Path(folder, "b.py").write_bytes(content)
        try:
            pieces = [Piece("a.zip", Path(folder, "a.zip")), Piece("b.py", Path(folder, "b.py"))]
            choose_of(pieces, Course.load(COURSE).assignment("outcomes"))  # converting the script would take a second each time
        except Rejected:
            pass


@pytest.mark.parametrize(
    "text",
    [
        "#%%\n{}\n#%% [markdown]\n# A heading\n", "#%%\n{}\n# %%\nget_ipython().run_line_magic('matplotlib', 'inline')\n", '# -*- coding: utf-8 -*-\n"""Untitled0.ipynb\n\nAutomatically generated by Colab.\n"""\n\n!pip install torch\n%matplotlib inline\n{}\n',
        "# In[3]:\n\n\n{}\n\n\n# In[ ]:\n\nget_ipython().system('pip install d2l')\n", "# ---\n# jupyter:\n#   kernelspec:\n#     name: python3\n# ---\n\n# %%\n{}\n", "# coding: latin-1\n# \xe9\n{}\n",
    ],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_exports_of_other_programs(text, encoding, choose):
    """VS Code's, Colab's, nbconvert's and jupytext's, in any encoding, with any line ends."""
    script = text.replace("{}", FAILS).replace("\n", "\r\n" if encoding == "utf-16" else "\n")
    _, content = choose({"outcomes.py": script.encode(encoding)})
    cells = parse(content.decode())
    assert any(cell.code and FAILS in cell.source for cell in cells)
    assert not any("\ufeff" in cell.source for cell in cells)


def test_what_lies_beside_the_notebook(choose):
    """Thousands of pictures, and a name that is no UTF-8."""
    files = {f"data/{i:04}.png": b"" for i in range(2500)}
    found, _ = choose(files | {"notebook.ipynb": MINE})
    assert found == "notebook.ipynb"


def test_names_and_encodings(choose, tmp_path):
    """A byte-order mark does no harm, nor does a file system's name that is no text."""
    (tmp_path / os.fsdecode(b"\xdcbung.ipynb")).write_bytes(b"\xef\xbb\xbf" + MINE)
    found, content = choose({"helper.py": b"import os\n"})
    assert found == "\\xdcbung.ipynb"
    assert content.endswith(MINE)


def test_a_damaged_archive_and_a_bomb(choose):
    """A sentence for the one, what fits of the other."""
    packed = bytearray(zipped(**{"a.ipynb": MINE * 50}))
    packed[60:90] = bytes(30)
    with pytest.raises(Rejected, match="can't be unpacked"):
        choose({"a.zip": bytes(packed)})
    found, _ = choose(
        {"a.zip": zipped(**{"outcomes.ipynb": MINE} | {f"b{i}.ipynb": b" " * 1_000_000 for i in range(99)})}
    )
    assert found == "a.zip/outcomes.ipynb"


def archive(entries, kind=zipfile.ZIP_DEFLATED):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", kind) as made:
        for name, content in entries:
            made.writestr(name, content)
    return packed.getvalue()


def parts_of(packed):
    """An archive's entries, its table of contents, and the end."""
    table, end = packed.index(b"PK\x01\x02"), packed.index(b"PK\x05\x06")
    return packed[:table], packed[table:end], bytearray(packed[end:])


def archives_of_much(folder):
    bomb = archive([(f"{i}.ipynb", bytes(16 << 20)) for i in range(4)])
    for i in range(40):
        (folder / f"{i}.zip").write_bytes(bomb)
    (folder / "a.zip").write_bytes(archive([("outcomes.ipynb", MINE)]))


def a_million_entries(folder):
    entries, table, end = parts_of(archive([("a.py", b"")]))
    (folder / "a.zip").write_bytes(entries + table * 1_000_000 + end)


def much_added_to_entries(folder):
    entries, table, end = parts_of(archive([("a.py", b"")]))
    added = b"\xff\xff\x00\x00" * 16_000
    table = bytearray(table)
    table[30:32] = len(added).to_bytes(2, "little")
    tables = (bytes(table) + added) * 1_000
    end[8:12] = (1000).to_bytes(2, "little") * 2
    end[12:16] = len(tables).to_bytes(4, "little")
    (folder / "a.zip").write_bytes(entries + tables + end)


def entries_upon_each_other(folder):
    entries, table, end = parts_of(archive([("outcomes.ipynb", MINE + b" " * (20 << 20))]))
    end[8:12] = (1000).to_bytes(2, "little") * 2
    end[12:16] = (1000 * len(table)).to_bytes(4, "little")
    (folder / "a.zip").write_bytes(entries + table * 1000 + end)


def a_size_that_is_a_lie(folder):
    packed = bytearray(archive([("outcomes.ipynb", bytes(200 << 20))]))
    place = packed.index(b"PK\x01\x02") + 24
    packed[place : place + 4] = (100).to_bytes(4, "little")
    (folder / "a.zip").write_bytes(packed)


def archives_in_archives(folder):
    (folder / "a.zip").write_bytes(archive([("b.zip", archive([("outcomes.ipynb", MINE)]))]))


def packed_in_another_way(folder):
    (folder / "a.zip").write_bytes(archive([("outcomes.ipynb", MINE)], zipfile.ZIP_LZMA))


def blanks(folder):
    (folder / "a.zip").write_bytes(b"PK\x03\x04" + bytes(60 << 20))


def long_and_wild_names(folder):
    entries = [("d/" * 1_000 + "outcomes.ipynb", MINE), ("d/" * 30_000 + "outcomes.ipynb", MINE), ("../../x\x1b[31m.ipynb", b"{}"), ("/etc/a.ipynb", b"{}")]
    (folder / "a.zip").write_bytes(archive(entries))


def many_notebooks(folder):
    for i in range(2100):
        (folder / f"{i}.ipynb").write_bytes(b"{}")
    (folder / "z.ipynb").write_bytes(MINE)


def many_scripts(folder):
    for i in range(2100):
        (folder / f"{i}.py").write_bytes(b"")
    (folder / "z.ipynb").write_bytes(MINE)


def a_notebook_of_empty_lists(folder):
    lists = b"[]," * 20_000_000
    (folder / "b.ipynb").write_bytes(b'{"nbformat":4,"cells":[{"metadata":[' + lists + b"[]]}]}")
    (folder / "a.ipynb").write_bytes(MINE)


def a_long_script(folder):
    (folder / "a.py").write_bytes(b"# outcomes = \n" * 4_000_000)
    (folder / "b.ipynb").write_bytes(MINE)


BOMBS = [
    (archives_of_much, "a.zip/outcomes.ipynb True"), (a_million_entries, "a.zip holds more files than"), (much_added_to_entries, "a.zip holds more files than"), (entries_upon_each_other, "can't be unpacked|a.zip/outcomes.ipynb True"),
    (packed_in_another_way, "no notebook was handed in"), (blanks, "a.zip can't be unpacked"), (a_size_that_is_a_lie, "a.zip can't be unpacked"),
    (archives_in_archives, "a.zip/b.zip/outcomes.ipynb True"), (long_and_wild_names, "outcomes.ipynb True"), (many_notebooks, "none of .* and 1995 more"),
    (many_scripts, "z.ipynb True"), (a_notebook_of_empty_lists, "a.ipynb True"), (a_long_script, "b.ipynb True"),
]  # fmt: skip
READ = """
from pathlib import Path
from autograder.course import Course
from autograder.submission.notebook import Rejected
from autograder.submission.chooser import chosen
try:
    name, content = chosen(Path({folder!r}), Course.load(Path({root!r})).assignment("outcomes"))
    print(name[-80:], b"def fails" in content)
except Rejected as why:
    print(why)
"""


@pytest.mark.parametrize(("lay", "said"), BOMBS, ids=lambda part: getattr(part, "__name__", ""))
def test_what_would_fill_the_memory(lay, said, tmp_path):
    """What is small when it is handed in, and large when it is opened: in 500 MB, and within seconds."""
    lay(tmp_path)
    assert re.search(said, within(500, 30, READ.format(folder=str(tmp_path), root=str(COURSE))))


HEADER = "# ---\n# jupyter:\n#   a: &a [x, x, x, x, x, x, x, x, x]\n{}# ---\n\n"
ALIASES = "".join(f"#   {chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(20))


@pytest.mark.parametrize(
    "head",
    [
        HEADER.format(ALIASES), "# ---\n# " + "[" * 100_000 + "\n# ---\n", "# %% a=" + "{" * 50_000 + "\n# + " + '{"a":' * 50_000 + "\n",
        '"""' + "\\" * 100_000 + '"""\n' + "(" * 100_000 + "\n", "# %%\n" * 100_000, "# -*- coding: no-such -*-\n\x00\x0c\n",
    ],
)  # fmt: skip
def test_a_script_that_keeps_its_reader_busy(head, choose):
    """The header is YAML, in which a few lines can stand for gigabytes: what is written below counts all the same."""
    found, content = choose({"outcomes.py": f"{head}\n\n{FAILS}\n".encode()})
    assert found == "outcomes.py"
    try:
        assert "def fails" in "".join(c.source for c in parse(content.decode()))
    except Rejected as why:
        assert "more than" in str(why)


def test_names_that_are_no_text(choose, tmp_path):
    """Two that differ are two, in archives and folders; a sentence that names them commands nothing."""
    for name in (b"\xdc.ipynb", b"\xdd.ipynb", b"\x1b[31m.ipynb"):
        with open(os.path.join(os.fsencode(tmp_path), name), "wb") as file:
            file.write(MINE + b" " * name[0])
    with pytest.raises(Rejected) as said:
        choose({})
    assert "\\x1b[31m.ipynb, \\xdc.ipynb, \\xdd.ipynb" in str(said.value)


def test_folders_without_end(choose, tmp_path):
    """A sentence, not an error of ours."""
    here = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=here)
        inner = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = inner
    os.close(here)
    try:
        with pytest.raises(Rejected, match="nested more than 32 deep"):
            choose({})
    finally:
        subprocess.run(["rm", "-rf", tmp_path / "d"], check=True)


def test_links_and_pipes(choose, tmp_path):
    """They lead to what is not the student's, or nowhere: passed over, and nobody waits."""
    os.mkfifo(tmp_path / "a.ipynb")
    (tmp_path / "b.ipynb").symlink_to("/dev/zero")
    (tmp_path / "c.zip").symlink_to(tmp_path)
    (tmp_path / "d").symlink_to("/")
    found, _ = choose({"e.ipynb": MINE})
    assert found == "e.ipynb"


@pytest.mark.parametrize("work", [LEFT_IN, DEAD], ids=["a comment", "below a return"])
def test_work_that_has_the_stubs_line_left_in_it(work, choose):
    """It is attempted, and so it counts more than the released file beside it."""
    mine = json.dumps(notebook([work])).encode()
    name, _ = choose({"my_solution.ipynb": mine, "outcomes.ipynb": STUB})
    assert name == "my_solution.ipynb"


def test_a_notebook_beside_its_own_export(choose):
    """The notebook counts: the export says the same."""
    name, _ = choose({"outcomes.ipynb": MINE, "outcomes.py": b"# In[1]:\n\n" + FAILS.encode() + b"\n"})
    assert name == "outcomes.ipynb"
