"""A script is the same text however an editor has saved it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.submission import decoding

TEXT = "# Größe\ndef halley():\n    return 1\n"
CHINESE = "# 中文\ndef halley():\n    return 1\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "latin-1"])
def test_encodings_that_show_themselves(encoding):
    """By their marks, or since nothing else is possible."""
    assert decoding.script(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize(
    ("line", "encoding"),
    [
        ("# -*- coding: latin-1 -*-", "latin-1"), ("# coding: gbk", "gbk"), ("# coding=gb18030", "gb18030"), ("#!/usr/bin/env python\n# vim: set fileencoding=big5 :", "big5"),
        ("# coding: shift-jis", "shift-jis"), ("# coding: windows-1252", "cp1252"), ("# coding: utf-8", "utf-8"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_that_are_named(line, encoding, end):
    """As Python finds them, in the first two lines, whatever these end in."""
    text = f"{line}\n{CHINESE if encoding not in ('latin-1', 'cp1252') else TEXT}"
    if encoding in ("big5", "shift-jis"):
        text = f"{line}\n# 文\nx = 1\n"
    assert decoding.script(text.replace("\n", end).encode(encoding)) == text


@pytest.mark.parametrize("name", ["no-such", "unicode_escape", "punycode", "idna", "utf-7", "base64"])
def test_names_that_are_no_encoding_of_texts(name):
    """Nothing is decoded by what a student only names; Latin-1 is what any bytes are."""
    data = f"# coding: {name}\n".encode() + b"x = '\xe9\\u0041'\n"
    assert decoding.script(data).endswith("x = 'é\\u0041'\n")


def test_null_bytes():
    """Python takes none."""
    assert decoding.script(b"x = 1\0\n") == "x = 1\n"


@given(st.binary(max_size=200))
def test_any_bytes(data):
    """Always a text, without what Python refuses."""
    assert "\0" not in decoding.script(data)
