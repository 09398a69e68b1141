"""JSON Schemas that say what the source says of each field."""

import json

import msgspec
import pytest
from forked_starts import call
from parts import ROOT

from autograder import schemas
from autograder.course import CourseFile
from autograder.limits import Limits
from autograder.report import Order, Report, ungraded


def test_a_field_is_described_by_the_text_below_it():
    """Each limit has one."""
    texts = schemas.descriptions(Limits)
    assert list(texts) == [field.name for field in msgspec.structs.fields(Limits)]
    assert texts["files_mb"] == "All files that it writes."


def test_texts_and_types_of_a_schema():
    """As an editor shows them beside a key."""
    definitions = schemas.schema(CourseFile)["$defs"]
    memory = definitions["Limits"]["properties"]["memory_mb"]
    assert memory["type"] == "integer"
    assert memory["description"].startswith("Memory of all processes together")
    assert definitions["CourseFile"]["required"] == ["title"]


def test_types_as_the_source_writes_them():
    """For a table that people read."""
    assert schemas.types_of(Limits)["cell_seconds"] == "float"


@pytest.mark.parametrize("kind", ["report", "course"])
def test_the_command_prints_one(kind):
    """As JSON, and nothing else."""
    done = call("schema", kind, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["$schema"].startswith("https://json-schema.org/")


def test_a_report_carries_the_number_of_its_form():
    """One without it is of the form before it had numbers; one of another form is none of ours."""
    report = ungraded(Order("halley", "a.ipynb", "ann", 1), "rejected", "empty")
    data = json.loads(report.to_json())
    assert data["schema"] == 1
    del data["schema"]
    assert Report.from_json(json.dumps(data).encode()) == report
    with pytest.raises(msgspec.ValidationError, match="schema"):
        Report.from_json(json.dumps(data | {"schema": 2}).encode())
