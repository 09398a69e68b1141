"""Whatever file is handed in, there are cells or one sentence that says what to do."""

import errno
import json
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from within import within

from autograder.submission.notebook import MAX_CELLS, Cell, Rejected, defining, parse, read


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
        (b"", "empty"), (b"  \n", "empty"), (b"hello", "not JSON"), (b'{"cells": [', "breaks off in line 1"), (b"\x89PNG\x00\xff\xfe", "it is a picture"), (b"\x9a\x00\xff\xfe", "not text"), (b"[]", "not a notebook"),
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
        Cell(code=True, source=s) for s in ("\n" * 400_000, " " * 400_000, "\t \n" * 130_000, "asks" + " " * 400_000)
    ]
    assert defining(
        [*blank, Cell(code=True, source="\n\n  def  asks (p):\n    pass"), Cell(code=True, source="asks = 3")], "asks"
    ) == [5, 6]


MANY = 20_000_000
BOMBS = {
    "empty lists in the metadata of a cell": """b'{"nbformat":4,"cells":[{"cell_type":"code","source":"x = 1","metadata":[' + b"[]," * MANY + b'[]]}]}'""",
    "empty lists beside the cells": """b'{"nbformat":4,"cells":[{"cell_type":"code","source":"x = 1"}],"metadata":{},"x":[' + b"[]," * MANY + b'[]]}'""",
    "empty lists and a NaN": """b'{"nbformat":4,"cells":[{"cell_type":"code","source":"x = 1","outputs":[NaN,' + b"[]," * MANY + b'[]]}]}'""",
    "empty cells": """b'{"nbformat":4,"cells":[' + b"{}," * MANY + b'{}]}'""",
    "empty cells of format 3": """b'{"nbformat":3,"worksheets":[{"cells":[' + b"{}," * MANY + b'{}]}]}'""",
    "empty lines": """b'{"nbformat":4,"cells":[{"cell_type":"code","source":[' + b'"",' * MANY + b'""]}]}'""",
    "empty lines of text": """b'{"nbformat":4,"cells":[{"cell_type":"code","source":"x = 1"},{"cell_type":"markdown","source":[' + b'"",' * MANY + b'""]}]}'""",
    "a million keys": """b'{"nbformat":4,"cells":[{"cell_type":"code","source":"x = 1","metadata":{' + b'"k":1,' * (MANY // 2) + b'"k":1}}],"metadata":{' + b'"k":{},' * (MANY // 2) + b'"k":1}}'""",
    "kinds of cells that are long": """b'{"nbformat":4,"cells":[{"cell_type":[' + b"[]," * MANY + b'[]]}]}'""",
    "a format of many digits": """b'{"nbformat":' + b"9" * MANY + b"}" """,
    "numbers of many digits": """b'{"nbformat":4,"cells":[{"cell_type":"code","source":"x = 1","execution_count":' + b"9" * MANY + b'}],"metadata":{"kernelspec":' + b"9" * 9000 + b'}}'""",
    "lists in lists": """b'{"nbformat":4,"cells":[{"cell_type":"code","source":"x = 1","metadata":' + b"[" * MANY""",
    "objects in objects": """b'{"nbformat":4,"metadata":' + b'{"a":' * MANY""",
    "quotes and backslashes": """b'{"nbformat":4,"cells":["' + b'\\\\\\\\' * MANY + b'NaN"' """,
    "lone surrogates": """b'{"nbformat":4,"cells":[{"cell_type":"code","source":"x = 1","outputs":["' + b'\\\\ud800' * (MANY // 3) + b'"]}]}'""",
    "blanks": """b" " * 3 * MANY""",
    "no text": """b'{"nbformat":4,"cells":"' + b"\\xff" * MANY""",
    "letters": """b"NaN" * MANY""",
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_what_would_fill_the_memory(bomb):
    """Up to 120 MB of a file, read in 500 MB and within seconds: what is not needed of it is never made."""
    code = (
        "from autograder.submission.notebook import Rejected, _cells\n"
        f"MANY = {MANY}\n"
        f"data = {BOMBS[bomb]}\n"
        "try:\n    print([c.source for c in _cells(data) if c.code])\n"
        "except Rejected as why:\n    print(why)\n"
    )
    said = within(500, 20, code)
    assert said, said
    assert (said == "['x = 1']" or ":" in said or "save it" in said), said


def test_many_cells():
    """As many as a person may have are read; more are refused by their number."""
    assert len(parse(json.dumps(notebook(*[("code", f"x = {i}") for i in range(MAX_CELLS)])))) == MAX_CELLS
    with pytest.raises(Rejected, match=r"it holds more than 5,000 cells: take out"):
        parse(json.dumps(notebook(*[("code", "x = 1")] * (MAX_CELLS + 1))))
    assert len(parse(json.dumps(notebook(*[("code", "x = 1")] * 10)))) == 10  # each notebook is counted anew


def test_what_counts_as_code():
    """Chinese characters count once, whatever they take in the file; a picture pasted into a text cell does not count."""
    long = "# " + "学" * 399_990
    for ascii in (True, False):
        assert sources(json.dumps(notebook(("code", long)), ensure_ascii=ascii)) == [long]
    picture = f"![](data:image/png;base64,{'iVBOR' * 400_000})"
    cells = parse(json.dumps(notebook(("code", "x = 1"), ("markdown", picture), ("raw", picture))))
    assert cells[0].source == "x = 1"
    assert all(0 < len(c.source) <= 10_000 for c in cells[1:])
    lines = ["x\n"] * 240_000
    assert sources(json.dumps(notebook(("code", lines)), indent=4)) == ["".join(lines)]
    with pytest.raises(Rejected, match="code cells hold more than 500,000 characters: take out data"):
        parse(json.dumps(notebook(("code", "x = 1\n" * 50_000), ("code", "y = 1\n" * 50_000))))


def test_numbers_that_json_has_no_word_for():
    """NaN and infinities between the cells; a student's own text about them, and pairs of surrogates, stay as they are."""
    code = 's = "NaN, -Infinity, \\ud83d\\ude42 \\\\ud800"; x = [NaN, Infinity]  # "NaN'
    odd = notebook(("code", code))
    odd["cells"][0]["outputs"] = [{"data": [float("nan"), float("inf"), -float("inf"), "\ud800", "NaN"]}]
    assert sources(json.dumps(odd)) == [code]
    assert sources('{"nbformat": 4, "x": NaN, "cells": [{"cell_type": "code", "source": "x"}], "y": -Infinity}') == ["x"]
    for broken in ('{"nbformat": Nan, "cells": []}', '{"nbformat": 4, "x": NaNNaN}', "NaN", '{"x": "NaN}'):
        with pytest.raises(Rejected, match="not"):
            parse(broken)


def test_format_2_and_3_as_they_are():
    """Several sheets, headings, text; a code cell's text is its input."""
    cells = [{"cell_type": "heading", "level": 1, "source": "T"}, {"cell_type": "code", "input": "x = 3", "metadata": {}}]
    for version in (2, 3):
        old = {"nbformat": version, "metadata": {"name": "n"}, "worksheets": [{"cells": cells}, {"cells": cells[1:]}]}
        assert [(c.code, c.source) for c in parse(json.dumps(old))] == [(False, "T"), (True, "x = 3"), (True, "x = 3")]
    with pytest.raises(Rejected, match="format 1 and can't be converted"):
        parse(json.dumps({"nbformat": 1, "cells": []}))


def test_what_is_wrong_with_this_machine_is_no_fault_of_the_file(tmp_path, monkeypatch):
    """A disk that fails, or too many open files, rejects nobody; a file that nobody may read does."""
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps(notebook()))

    def failing(number):
        def fail(*_args, **_more):
            raise OSError(number, os.strerror(number))

        return fail

    for number in (errno.EIO, errno.EMFILE, errno.ENOMEM):
        monkeypatch.setattr("os.open", failing(number))
        with pytest.raises(OSError, match=os.strerror(number)):
            read(path)
    for number in (errno.EACCES, errno.ENAMETOOLONG, errno.ELOOP, errno.ENXIO, errno.ENOTDIR):
        monkeypatch.setattr("os.open", failing(number))
        with pytest.raises(Rejected, match=":"):
            read(path)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 300))
def test_any_bytes_are_cells_or_a_sentence(noise, place):
    """Also in the middle of a notebook."""
    whole = json.dumps(notebook(("code", "x = 1"))).encode()
    for data in (noise, whole[:place] + noise + whole[place:], whole[:place] + noise):
        try:
            read(None, data)
        except Rejected as said:
            assert str(said).encode()


TEXT = json.dumps(notebook(("code", "größe = 1"), ("markdown", "Maße")), ensure_ascii=False, indent=1)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode("utf-16-le"), TEXT.encode("utf-16-be"), TEXT.encode("utf-32"), b"\xff\xfe" + TEXT.encode("utf-16-le"), TEXT.encode("latin-1"),
        TEXT.encode() + bytes(4096), TEXT.replace('"nbformat": 4,', "").encode(), TEXT.replace('"nbformat": 4,', '"nbformat": "4",').encode(),
        TEXT.replace('"cells": [', '"cells": [').replace("\n ],", ",\n ],").encode(), TEXT.rstrip("}\n").encode() + b",\n}\n", TEXT.replace("größe = 1", "größe\\u0000 = 1").encode(),
    ],
)  # fmt: skip
def test_what_becomes_of_a_notebook_on_its_way(data):
    """Another encoding, zeros at its end, a number that was lost, commas that are left over: the code is the same."""
    assert [c.source for c in read(None, data) if c.code] == ["größe = 1"]


@pytest.mark.parametrize(
    ("cell", "is_code"),
    [
        ({"source": "x = 1", "outputs": []}, True), ({"source": ["x = 1"], "execution_count": None}, True), ({"source": "def f(x):\n    return x"}, True),
        ({"source": "from math import pi"}, True), ({"source": "# A heading"}, False), ({"source": "class of 2024"}, False),
    ],
)  # fmt: skip
def test_a_cell_that_has_lost_its_type(cell, is_code):
    """Outputs and numbers belong to code; so does what can't be anything else."""
    content = notebook()
    content["cells"].append(cell)
    assert parse(json.dumps(content))[1].code == is_code


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"name": "python3", "language": "python"}, "language_info": {"name": "R"}}, {"kernelspec": {"name": "conda-env-d2l-py", "display_name": "d2l"}, "language_info": {"name": "julia"}},
        {"kernelspec": {"name": "pytorch", "display_name": "pytorch"}, "language_info": {"name": "scala"}}, {"language_info": {"name": "R", "file_extension": ".py"}}, {"kernelspec": {"name": "pytorch"}},
        {"kernelspec": {"name": "my-env", "display_name": "my env"}}, {"language_info": {"name": "R"}}, {"kernelspec": None, "language_info": 3},
    ],
)  # fmt: skip
def test_metadata_that_contradict_each_other(metadata):
    """What speaks for Python counts: a kernel, an ending, or the code where no kernel is named."""
    assert parse(json.dumps(notebook(("code", "import torch\n"), metadata=metadata)))


@pytest.mark.parametrize(
    "metadata",
    [
        {"kernelspec": {"name": "ir", "display_name": "R"}}, {"kernelspec": {"name": "julia-1.9", "display_name": "Julia 1.9"}}, {"kernelspec": {"name": "x", "language": "scala"}},
        {"language_info": {"name": "julia", "file_extension": ".jl"}},
    ],
)  # fmt: skip
def test_notebooks_in_other_languages(metadata):
    """They are told so, by the language's name."""
    with pytest.raises(Rejected, match=r"language is '(R|julia|scala)': choose a Python kernel"):
        parse(json.dumps(notebook(("code", "x <- 1"), metadata=metadata)))


@pytest.mark.parametrize(
    ("source", "lines"),
    [(["a = 1", "b = 2"], "a = 1\nb = 2"), (["a = 1\n", "b = 2"], "a = 1\nb = 2"), (["a", " = 1\n", "b"], "a = 1\nb"), (["a = 1"], "a = 1")],
)  # fmt: skip
def test_lines_without_line_feeds(source, lines):
    """Where none has one, they were forgotten."""
    assert sources(notebook(("code", source))) == [lines]


@pytest.mark.parametrize("kind", ["attachments", "markdown", "raw"])
def test_pictures_beside_the_code(kind):
    """A photo of a page weighs more than all code may, and is none."""
    content = notebook(("code", "x = 1"), ("raw" if kind == "raw" else "markdown", "![](attachment:a.png)"))
    if kind == "attachments":
        content["cells"][1]["attachments"] = {"a.png": {"image/png": "iVBORw0KGgo" * 300_000}}
    else:
        content["cells"][1]["source"] = "![](data:image/png;base64," + "iVBORw0KGgo" * 300_000 + ")"
    assert sources(content)[0] == "x = 1"
