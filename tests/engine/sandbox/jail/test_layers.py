"""The layers by name: texts that stand in reports, and a sentence about each."""

import json
from pathlib import Path

import msgspec

from autograder.sandbox.jail.layers import Layer

SECURITY = Path(__file__).resolve().parents[4] / "SECURITY.md"


def test_a_layer_is_the_text_that_stands_in_reports():
    """It equals the text, is found among texts, and is written as one."""
    assert Layer.MNT == "mnt" and Layer.MNT in ("mnt", "pid") and "mnt" in {Layer.MNT} and f"{Layer.MNT}" == "mnt"
    assert json.dumps([Layer.MNT]) == '["mnt"]' and msgspec.json.encode([Layer.MNT]) == b'["mnt"]'
    assert Layer("mnt") is Layer.MNT and type(Layer.MNT.value) is str


def test_every_layer_is_explained():
    """By a sentence of its own, and in the table of SECURITY.md."""
    table = SECURITY.read_text()
    for layer in Layer:
        assert layer.meaning.endswith(".") and f"`{layer}`" in table, layer
    assert len({layer.meaning for layer in Layer}) == len(Layer)
