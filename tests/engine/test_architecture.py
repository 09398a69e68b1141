"""docs/architecture.md names every message that there is, and no other; the drawing names those that cross."""

import enum
import inspect
import re
from pathlib import Path

import msgspec

from autograder.sandbox import watch_messages
from autograder.wire import messages
from autograder.workers import orders

ROOT = Path(__file__).resolve().parents[2]
NO_MESSAGES = {"Node", "Operation"}  # what messages are made of
RESULTS = {"Report"}


def declared(module):
    """The structs and enums that a module defines, or says to be its own."""
    names = set()
    for name, value in vars(module).items():
        is_own = getattr(value, "__module__", "") == module.__name__ or name in getattr(module, "__all__", ())
        if is_own and inspect.isclass(value) and issubclass(value, (msgspec.Struct, enum.Enum)):
            names.add(name)
    return names


def named(text):
    """Names of types between backticks: `Run`, `Change`s."""
    return set(re.findall(r"`([A-Z]\w+)`", text))


def test_the_page_names_each_message():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    in_the_code = declared(messages) | declared(orders) | declared(watch_messages) | {"Usage"}
    assert named(page) - RESULTS == in_the_code - NO_MESSAGES


def test_the_drawing_names_what_crosses():
    """Whatever is sent as a whole: what stands in another message is left to the page."""
    drawing = (ROOT / "docs" / "processes.svg").read_text(encoding="utf-8")
    words = {word for line in re.findall(r'class="word">([^<]*)<', drawing) for word in re.findall(r"\w+", line)}
    decoders = (messages.AT_THE_COPY, messages.AT_THE_GRADER, messages.AT_THE_NOTEBOOK, messages.FROM_THE_NOTEBOOK)
    crossing = {kind.__name__ for decoder in decoders for kind in decoder.type.__args__}
    crossing |= {kind.__name__ for kind in messages.ParentOrder.__args__} | {"Because", "Usage"}
    assert words == crossing | {"Settings", "Order", "Graded"}


def test_each_file_that_the_page_names_is_there():
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for path in re.findall(r"`([a-z_]+/(?:[a-z_]+/)*[a-z_]+\.py)`", page):
        assert (ROOT / "autograder" / path).exists(), path
