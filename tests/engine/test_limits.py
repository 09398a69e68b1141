"""The limits: what a course may set, and what holds where it sets nothing."""

import re

import msgspec
import pytest
from parts import ROOT

from autograder.limits import Limits

TABLE = re.compile(r"^\| `(\w+)` \| `(?:float|int)` \| `([\d.]+)` \|", re.MULTILINE)
DOCUMENTED = TABLE.findall((ROOT / "docs" / "reference" / "course-toml.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", Limits.__struct_fields__)
def test_a_limit_is_what_the_reference_says(name):
    assert dict(DOCUMENTED)[name] == str(getattr(Limits(), name))


def test_a_name_that_is_no_limit_is_refused():
    with pytest.raises(msgspec.ValidationError, match="memory_gb"):
        msgspec.convert({"memory_gb": 2}, Limits)


def test_limits_stay_as_they_are():
    """They are handed from process to process, and each must keep the same."""
    with pytest.raises(AttributeError):
        Limits().memory_mb = 1
