"""What tools write into a notebook although it is no JSON → the same as JSON, each byte in its place."""

from __future__ import annotations

import re

from autograder.submission.rejected import Rejected

_MOST_MENDED = 1_000_000  # words: half a second

# Everything up to, and with, the next number that JSON has no word for. The quantifiers are possessive: nothing is
# kept to go back to, and each byte is looked at once.
_NO_NUMBER = re.compile(
    rb'(?:[^"NI]++|"(?:[^"\\]++|\\.)*+"|N(?!aN)|I(?!nfinity))*+(?P<word>NaN|Infinity)', re.DOTALL
)
# the same up to the next half of a pair of surrogates without its other half
_LONE_SURROGATE = re.compile(
    rb"(?:[^\\]++|\\[^u]|\\u(?![dD][89a-fA-F])|\\u[dD][89abAB]..\\u[dD][c-fC-F]..)*+(?P<word>\\u[dD][89a-fA-F]..)",
    re.DOTALL,
)
# and up to the next comma behind which nothing follows, as editors by hand leave one
_LAST_COMMA = re.compile(rb'(?:[^",]++|"(?:[^"\\]++|\\.)*+"|,(?!\s*+[}\]]))*+(?P<word>,)', re.DOTALL)


def mended(data: bytes) -> bytearray | None:
    """The same without what some tools write although it is no JSON; None where there is nothing of the kind."""
    text = bytearray(data)
    _replace(text, _NO_NUMBER, b"0")
    _replace(text, _LONE_SURROGATE, b"\\u003f")
    _replace(text, _LAST_COMMA, b" ")
    return None if text == data else text


def _replace(data: bytearray, pattern: re.Pattern[bytes], by: bytes) -> None:
    """Write something else, filled up with blanks, over each word that the pattern finds. Raises Rejected."""
    end = 0
    for _ in range(_MOST_MENDED):
        found = pattern.match(data, end)
        if found is None:
            return
        start, end = found.span("word")
        data[start:end] = by.ljust(end - start)
    raise Rejected(
        "it holds more than {most} words such as NaN, which are no JSON: clear its outputs", most=f"{_MOST_MENDED:,}"
    )
