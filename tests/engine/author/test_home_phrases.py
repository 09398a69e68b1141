"""The checks in a Chinese notebook's folder speak Chinese, and nothing hidden is in their phrases."""

import json
import subprocess
import sys

import pytest
from parts import in_chinese

from autograder.author.home_phrases import home_phrases
from autograder.author.leaks import leaks
from autograder.languages import Phrases

CHECK = """
from compare import same
try:
    same(1, 2, "the result")
except AssertionError as wrong:
    print(wrong)
"""


@pytest.fixture
def chinese(own_course):
    return in_chinese(own_course)


def said_in(folder):
    return subprocess.run([sys.executable, "-c", CHECK], cwd=folder, capture_output=True, text=True, check=True).stdout


def test_a_check_speaks_the_language_of_its_folder(chinese):
    folder = chinese.root / "assignments" / "zh" / "kinds"
    assert said_in(folder) == "结果：应为 2，得到 1\n"


def test_a_check_speaks_english_elsewhere(chinese):
    assert said_in(chinese.released("kinds")) == "the result: expected 2, got 1\n"


def test_phrases_are_only_those_that_stand_in_the_students_files():
    words = Phrases({"told": "说了", "hidden": "没说"})
    assert json.loads(home_phrases(['x = "told"'], words, "zh")) == {"told": "说了"}


def test_english_needs_none():
    assert home_phrases(['x = "told"'], Phrases({"told": "说了"}), "en") == ""


def test_nothing_leaks_into_the_folder(chinese):
    assert leaks(chinese) == []
