"""Whatever a name is made of, it can be shown, written and told from every other one."""

import csv
import io
import json
import os
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder import files, names

ANY_NAME = st.binary(min_size=1, max_size=255).map(os.fsdecode)


def test_what_is_kept():
    """Names of people in every script, and whatever else can be shown, are keys as they are."""
    for name in ("ann", "Zoë", "Zoe\u0308", "山田\u3000太郎", "علی\u200cرضا", "O'Neil, J.", "=1+1", "a\\b", "🙂", "x" * 300):
        assert names.key(name) == name


@pytest.mark.parametrize(
    ("name", "key"),
    [
        (os.fsdecode(b"latin\xe9"), "latin\\xe9"), ("a\x1b[31mb", "a\\x1b[31mb"), ("a\nb", "a\\nb"), ("a\u202eb", "a\\u202eb"), ("\ue000", "\\ue000"),
        ("\U000f0000", "\\U000f0000"), ("\x07\\", "\\x07\\\\"),
    ],
)  # fmt: skip
def test_what_is_spelled(name, key):
    """Bytes that are no text, and what would command a terminal, in letters."""
    assert names.key(name) == key


def test_all_that_is_not_shown():
    """Control and format characters, surrogates, private use and separators, as Unicode's own table has them."""
    kept = {"\t", "\n", "\u200c", "\u200d"}
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") and character not in kept:
            assert names.shown(character) == "\ufffd", hex(code)
    for character in "aé中🙂 \t\n\u200d":
        assert names.shown(character) == character


@given(ANY_NAME)
def test_any_name_becomes_a_key_that_everything_can_write(name):
    """JSON, a table, a page, a terminal; and making a key of a key changes nothing."""
    key = names.key(name)
    assert json.loads(json.dumps(key).encode()) == key
    assert key.encode()
    assert names.shown(key) == key
    assert "\n" not in key
    assert "\t" not in key
    assert names.key(key) == key


@given(ANY_NAME, ANY_NAME)
def test_two_files_for_two_names(first, second):
    """A report's and a page's name fits a file system, and is another one for another student."""
    for make in (files.report_name, files.page_name):
        made = make(names.key(first))
        assert 5 < len(made.encode()) <= 255
        assert "/" not in made
        assert made != files.CLASS_PAGE
        if names.key(first) != names.key(second):
            assert make(names.key(second)) != made


@given(st.text(min_size=1))
def test_any_key_has_a_file(student):
    """Also one that no file can have had, such as Gradescope's; and one that looks like a shortened one."""
    for key in (student, student * 300, names.stem(student * 300), "/" + student):
        made = names.stem(key)
        assert 0 < len(made.encode()) <= 250
        assert "/" not in made
        assert "\0" not in made
        assert made not in (".", "..")
    assert len({names.stem(key) for key in (student * 300, names.stem(student * 300))}) == 2 or len(student) * 300 < 250


def test_ours_and_theirs():
    """A student called index has a page beside the class's, and nobody else can have that name."""
    assert files.report_name("index") == "index.json"
    page = files.page_name("index")
    assert page != files.CLASS_PAGE
    assert files.page_name(page.removesuffix(".html")) != page


def test_what_looks_the_same():
    """Composed and decomposed, joined, with other blanks."""
    for first, second in (("Zoë", "Zoe\u0308"), ("a\u200cb", "ab"), ("a\u00a0b", "a b"), ("ﬁ", "fi")):
        assert first != second
        assert names.look(first) == names.look(second)
        assert names.marked(first, first) != names.marked(first, second)


@pytest.mark.parametrize(
    "value",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", " =1", "a;=1+1", "a; @x", "a|=1", "a;b;-1", "\t=1", "\r\n=1", "a\n=1", "＝1", "\u200b=1", "\x00=1", "a;\u202e=1", "a\t=1", "a\r=1", 'a;"=1', '"=1"',
    ],
)  # fmt: skip
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_no_cell_is_a_formula(value, separator):
    """Whichever character parts the columns of the spreadsheet that opens the table."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(["outcomes", files.cell(value), 1.0])
    assert text.getvalue().count("\n") == 1
    for row in csv.reader([text.getvalue()], delimiter=separator, quoting=csv.QUOTE_NONE if separator != "," else csv.QUOTE_MINIMAL):
        for cell in row:
            assert cell.strip(' "\ufffd')[:1] not in set("=+-@＝＋－＠"), row


def test_an_ordinary_text_stays():
    """Points with a blank before them, blanks within a name, negative numbers that are numbers."""
    assert files.cell("    Points Possible") == "    Points Possible"
    assert files.cell("a  b, c; d") == "a  b, c; d"
    assert files.cell(-1.5) == -1.5
    assert files.cell(None) == ""


def test_a_name_that_leaves_no_room_for_another_ending(tmp_path):
    """While a file is being written, its name is a short one, and a killed run's are found and removed."""
    path = tmp_path / ("n" * 250 + ".json")
    files.write(path, b"{}")
    part = files._part(path)
    part.write_bytes(b"{")
    assert path.read_bytes() == b"{}"
    assert len(part.name) < 60
    files.clear_parts(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [path.name]
