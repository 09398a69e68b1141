"""Sentences: English texts that can be said again in another language."""

import pickle

import pytest

from autograder.languages import say, speaking
from autograder.report import Order, Report, ungraded
from autograder.submission.rejected import Rejected
from autograder.words.said import SaidValue
from autograder.words.sentence import as_sentence, joined, listed, said_of, sentence, told_in_full

FOLDER = sentence("it is a folder: hand in the .ipynb file inside it")


def test_a_sentence_is_its_english_text():
    assert sentence("{file}: {why}", file="a.ipynb", why=FOLDER) == f"a.ipynb: {FOLDER}"


def test_it_stays_english_where_another_language_is_spoken():
    with speaking("zh"):
        assert str(sentence("{count} days", count=2)) == "2 days"


def test_it_is_said_in_that_language_with_the_sentences_in_it():
    with speaking("zh"):
        assert sentence("{file}: {why}", file="a.ipynb", why=FOLDER).said.full == "a.ipynb：它是一个文件夹：请提交其中的 .ipynb 文件"


def test_a_phrase_takes_it():
    with speaking("zh"):
        assert say("{sentence}.", sentence=FOLDER) == "它是一个文件夹：请提交其中的 .ipynb 文件。"


def test_a_value_that_looks_like_a_template_stays_a_value():
    assert sentence("{file}: {why}", file="{why}", why="{file}") == "{why}: {file}"


@pytest.mark.parametrize("value", [2.0, "2", 2])
def test_numbers_have_no_idle_digits(value):
    assert sentence("{count} days", count=value).said.values == {"count": SaidValue("2", "constant")}


@pytest.mark.parametrize("names", [["a"], ["a", "b"], ["a", "b", "c", "d"]])
def test_names_in_a_line(names):
    assert listed(names, 2) == {1: "a", 2: "a, b", 4: "a, b and 2 more"}[len(names)]


def test_several_sentences():
    assert joined(["a", FOLDER, "c"]) == f"a; {FOLDER}; c"


def test_none_at_all():
    assert joined([]) == ""


def test_it_can_be_sent_elsewhere():
    assert pickle.loads(pickle.dumps(FOLDER)).said == FOLDER.said


def test_only_a_sentence_knows_what_it_is_made_of():
    assert (said_of("a text"), said_of(None), said_of(as_sentence("a text")).template) == (None, None, "a text")


def test_hints_tell_all_of_it():
    assert str(told_in_full(sentence("{count} days", count=2))) == "2 days"


def test_a_report_keeps_it_in_both_forms():
    report = ungraded(Order("a", "a.ipynb", "ann", 1), "rejected", Rejected("it is larger than {most} MB: clear its outputs and save it again", most=3).why)
    read_again = Report.from_json(report.to_json())
    assert (read_again.reason, read_again.reason_said.values["most"].text) == ("it is larger than 3 MB: clear its outputs and save it again", "3")
