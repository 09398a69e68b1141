"""The layers by name: texts that stand in reports, and a sentence about each."""

import json
from pathlib import Path

import msgspec

from autograder.sandbox.jail.layers import Layer

SECURITY = Path(__file__).resolve().parents[4] / "SECURITY.md"


def test_a_layer_is_the_text_that_stands_in_reports():
    """It equals the text, is found among texts, and is written as one."""
    assert Layer.MNT == "mnt"
    assert Layer.MNT in ("mnt", "pid")
    assert "mnt" in {Layer.MNT}
    assert f"{Layer.MNT}" == "mnt"
    assert json.dumps([Layer.MNT]) == '["mnt"]'
    assert msgspec.json.encode([Layer.MNT]) == b'["mnt"]'
    assert Layer("mnt") is Layer.MNT
    assert type(Layer.MNT.value) is str


def test_every_layer_is_explained():
    """By a sentence of its own, and in the table of SECURITY.md."""
    table = SECURITY.read_text()
    for layer in Layer:
        assert layer.meaning.endswith("."), layer
        assert f"`{layer}`" in table, layer
    assert len({layer.meaning for layer in Layer}) == len(Layer)
