"""Whatever file is handed in, there are cells or one sentence that says what to do."""

import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.grading.submission import Cell, Rejected, defining, parse, read


def notebook(*cells, **changes):
    made = [{"cell_type": kind, "source": source, "metadata": {}} for kind, source in cells or [("code", "x = 1")]]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made} | changes


def sources(content):
    return [c.source for c in parse(content if isinstance(content, str) else json.dumps(content))]


def test_a_notebook_in_each_of_its_shapes():
    """Sources as text or lines, CRLF, other metadata, unknown keys, no metadata at all."""
    assert sources(notebook(("code", ["a = 1\n", "b = 2"]), ("markdown", "text"))) == ["a = 1\nb = 2", "text"]
    assert sources(notebook(("code", "a = 1\r\nb = 2\r"))) == ["a = 1\nb = 2\n"]
    bare = {"nbformat": 4, "cells": [{"cell_type": "code", "source": "x"}], "colab": {"a": [1]}}
    assert sources(bare) == ["x"]
    odd = notebook()
    odd["cells"] += [{"cell_type": 3, "source": None}, {"source": [1, "y"]}, {}]
    assert sources(odd) == ["x = 1", "", "y", ""]


def test_what_other_tools_write():
    """NaN in an output, a lone surrogate, a byte order mark, UTF-16."""
    text = json.dumps(notebook()).replace('"metadata": {}', '"outputs": [NaN], "metadata": {}', 1)
    assert sources(text) == ["x = 1"]
    assert sources(json.dumps(notebook(("code", "s = '\ud800'")))) == ["s = '?'"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(tmp_path, encoding):
    """A mark before the text does no harm."""
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(notebook(("code", "é = 1")), ensure_ascii=False), encoding=encoding)
    assert [c.source for c in read(path)] == ["é = 1"]


def test_format_3_is_converted():
    """Notebooks of another age have worksheets and `input`."""
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [
            {
                "cells": [
                    {
                        "cell_type": "code",
                        "input": ["x = 3"],
                        "outputs": [],
                        "language": "python",
                        "metadata": {},
                        "collapsed": False,
                    }
                ],
                "metadata": {},
            }
        ],
    }
    assert sources(old) == ["x = 3"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"), (b"  \n", "empty"), (b"hello", "not JSON"), (b'{"cells": [', "not JSON"), (b"\x89PNG\x00\xff\xfe", "not text"), (b"[]", "not a notebook"),
        (b"3", "not a notebook"), (b"{}", "not a notebook"), (b'{"nbformat": "4", "cells": []}', "not a notebook"), (b'{"nbformat": 4, "cells": 5}', "not a notebook"),
        (b"[" * 100_000, "not a notebook"), (b'{"cells": ' + b"[" * 100_000, "not"), (json.dumps(notebook(nbformat=5)).encode(), "format 5"), (json.dumps(notebook(nbformat=3)).encode(), "format 3"),
        (json.dumps(notebook(cells=[])).encode(), "no code cells"), (json.dumps(notebook(("markdown", "only text"))).encode(), "no code cells"),
        (json.dumps(notebook(("code", "   "))).encode(), "no code cells"), (json.dumps(notebook(("code", "x" * 600_000))).encode(), "take out data"),
        (json.dumps(notebook(metadata={"kernelspec": {"name": "ir", "language": "R"}})).encode(), "choose a Python kernel"),
        (json.dumps(notebook(metadata={"language_info": {"name": "julia"}})).encode(), "choose a Python kernel"),
    ],
)  # fmt: skip
def test_bad_files_are_rejected_with_a_sentence(tmp_path, data, words):
    """Each says what it is and what to do."""
    path = tmp_path / "a.ipynb"
    path.write_bytes(data)
    with pytest.raises(Rejected, match=words):
        read(path)


def test_files_that_are_none(tmp_path):
    """A folder, a link (to anything), a pipe, nothing, something unreadable."""
    secret = tmp_path / "secret.ipynb"
    secret.write_text(json.dumps(notebook()))
    folder, link, pipe = tmp_path / "folder.ipynb", tmp_path / "link.ipynb", tmp_path / "pipe.ipynb"
    folder.mkdir()
    link.symlink_to(secret)
    os.mkfifo(pipe)
    for path, words in (
        (folder, "folder"),
        (link, "link"),
        (pipe, "ordinary file"),
        (tmp_path / "none.ipynb", "no such file"),
    ):
        with pytest.raises(Rejected, match=words):
            read(path)


def test_a_hundred_megabytes_of_outputs(tmp_path):
    """They are skipped, and the code is graded."""
    path = tmp_path / "a.ipynb"
    big = notebook()
    big["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * (100 << 20)}]
    path.write_text(json.dumps(big))
    assert [c.source for c in read(path)] == ["x = 1"]


@settings(max_examples=500, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["nbformat", "cells", "metadata", "cell_type", "source", "kernelspec", "x"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=20,
    )
)
def test_any_json_is_cells_or_a_sentence(value):
    """Nothing else is ever raised."""
    try:
        parse(json.dumps(value))
    except Rejected as said:
        assert str(said)


@settings(max_examples=500, deadline=None)
@given(st.text())
def test_any_text_is_cells_or_a_sentence(text):
    """Nothing else is ever raised."""
    try:
        parse(text)
    except Rejected as said:
        assert str(said)


def test_what_defines_a_name_is_found_in_no_time():
    """Also where a notebook is half a million blank lines: a search that is quadratic in them would take hours."""
    blank = [
        Cell(code=True, source=s) for s in ("\n" * 400_000, " " * 400_000, "\t \n" * 130_000, "sgd" + " " * 400_000)
    ]
    assert defining(
        [*blank, Cell(code=True, source="\n\n  def  sgd (p):\n    pass"), Cell(code=True, source="sgd = 3")], "sgd"
    ) == [5, 6]
