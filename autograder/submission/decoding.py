"""The bytes of a file → text, in whatever encoding an editor has saved it."""

from __future__ import annotations

import codecs
import json
import re

# in a script's first two lines, as Python itself finds it (PEP 263)
_COOKIE = re.compile(rb"\A(?:[^\n]*\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]+)")
_COOKIE_BYTES = 1_000  # within which it is looked for
_WIDE = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# those that a person may name: some of Python's other codecs take a time that grows with the square of a text
_NAMED = re.compile(
    r"ascii|latin_1|utf_8|utf_8_sig|iso8859_\d+|cp\d+|mac_\w+|koi8_\w|gbk|gb2312|gb18030|hz|big5|big5hkscs"
    r"|shift_jis|shift_jisx?\w*|euc_\w+|johab|iso2022_\w+|tis_620|kz1048|ptcp154|hp_roman8"
)


def wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32, where these are bytes of that, with a mark before them or as a bracket shows it; else None."""
    for mark, encoding in _WIDE.items():
        if data.startswith(mark):
            return encoding
    if data[:1] in (b"{", b"\0") and b"\0" in data[:2]:
        return json.detect_encoding(data[:4])
    return None


def script(data: bytes) -> str:
    """The text of a Python script: by its mark, by the encoding that it names, as UTF-8, or else as Latin-1.

    A character that can't be read costs itself. Null bytes, which no Python takes, are left out.
    """
    encoding = wide(data) or _encoding(data)
    text = data.decode(encoding, "replace").removeprefix("\ufeff").replace("\0", "")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoding(data: bytes) -> str:
    """The encoding of a script whose characters take one byte or more."""
    cookie = _COOKIE.match(data[:_COOKIE_BYTES].replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
    if cookie is not None and not data.startswith(codecs.BOM_UTF8):
        named = _known(cookie[1].decode("ascii", "replace"))
        if named and _can_read(data, named):
            return named
    if _can_read(data, "utf-8"):
        return "utf-8"
    return "latin-1"


def _known(name: str) -> str | None:
    """Python's own name of an encoding that a person has named; None for one that texts are not saved in."""
    try:
        own_name = codecs.lookup(name).name.replace("-", "_")
    except LookupError:
        return None
    return own_name if _NAMED.fullmatch(own_name) else None


def _can_read(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeError:
        return False
    return True


def mostly_utf_8(data: bytes) -> str:
    """UTF-8, or Latin-1 where it is none: whatever the letters in comments and texts are then, code keeps its own."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")
