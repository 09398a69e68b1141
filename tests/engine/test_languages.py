"""Words in the language of now, and the engine's own catalogues, which hold every phrase."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from parts import ROOT

from autograder.languages import (
    BadCatalogue,
    Phrases,
    course_text,
    engine_catalogue,
    is_code,
    known_languages,
    phrases_in,
    read_catalogue,
    say,
    speaking,
    spoken_language,
)

TRANSLATED = sorted(known_languages() - {"en"})
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


def catalogue(folder, body):
    path = folder / "a.po"
    path.write_text(HEADER + body)
    return path


def test_english_is_spoken_where_nothing_else_is_asked_for():
    assert say("one of its {tests} tests fails", tests=3) == "one of its 3 tests fails"


def test_a_phrase_is_said_in_the_language_of_now():
    with speaking("zh"):
        assert say("one of its {tests} tests fails", tests=3) == "3 项测试中有一项未通过"


def test_english_is_spoken_again_afterwards():
    with speaking("zh"):
        pass
    assert spoken_language() == "en"


@pytest.mark.parametrize("language", ["", "en", "xx", "../zh", "zh\n"])
def test_whatever_language_is_asked_for_something_is_said(language):
    with speaking(language):
        assert say("passed") == "passed"


def test_a_phrase_that_nobody_has_translated_stays_english():
    with speaking("zh"):
        assert say("{count} unheard of", count=2) == "2 unheard of"


def test_a_course_has_words_of_its_own():
    with speaking("zh", Phrases({"It works.": "它能用。"})):
        assert course_text("It works.") == "它能用。"


def test_other_threads_speak_their_own_language():
    """Pages may be made beside one another."""
    with speaking("zh"), ThreadPoolExecutor(1) as pool:
        assert pool.submit(say, "passed").result() == "passed"


def test_a_fuzzy_translation_is_not_shown(tmp_path):
    path = catalogue(tmp_path, '#, fuzzy\nmsgid "a cat"\nmsgstr "一只狗"\n')
    assert phrases_in([path], "zh").text("a cat") == "a cat"


def test_an_empty_text_is_not_the_files_header(tmp_path):
    path = catalogue(tmp_path, 'msgid "a cat"\nmsgstr "一只猫"\n')
    assert phrases_in([path], "zh").text("") == ""


def test_the_first_catalogue_counts(tmp_path):
    """An assignment's, before what several share."""
    own = catalogue(tmp_path, 'msgid "a cat"\nmsgstr "一只猫"\n')
    shared = tmp_path / "b.po"
    shared.write_text(HEADER + 'msgid "a cat"\nmsgstr "猫"\n\nmsgid "a dog"\nmsgstr "狗"\n')
    phrases = phrases_in([own, shared, tmp_path / "none.po"], "zh")
    assert [phrases.text("a cat"), phrases.text("a dog")] == ["一只猫", "狗"]


def test_a_file_that_is_no_catalogue_is_named(tmp_path):
    path = tmp_path / "a.po"
    path.write_text("msgid nothing\n")
    with pytest.raises(BadCatalogue, match="a.po"):
        read_catalogue(path, "zh")


@pytest.mark.parametrize("code", ["zh", "de", "pt_BR", "zh_Hant"])
def test_codes_of_languages(code):
    assert is_code(code)


@pytest.mark.parametrize("code", ["", "z", "..", "zh/..", "ZH", "zh_", "zh\n"])
def test_what_is_no_code_of_a_language(code):
    assert not is_code(code)


def test_the_catalogues_hold_every_phrase_and_no_other():
    """`docs/make_catalogues.py` brings them up to date; a translator then looks at what is marked."""
    command = [sys.executable, ROOT / "docs" / "make_catalogues.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("", 0)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_placeholders_of_its_phrase(language):
    for message in read_catalogue(engine_catalogue(language), language):
        if message.id:
            assert set(re.findall(r"{\w+}", message.string)) == set(re.findall(r"{\w+}", message.id)), message.id


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_tags_of_its_phrase(language):
    """Pages take a phrase as HTML, and escape its values alone."""
    for message in read_catalogue(engine_catalogue(language), language):
        if message.id:
            assert re.findall(r"<.*?>", message.string) == re.findall(r"<.*?>", message.id), message.id
