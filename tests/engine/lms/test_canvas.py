"""Canvas's names, as content_zipper.rb makes them."""

import pytest
from hand_ins import FULL, HALF, both_ways, files_of, found, laid, packed, reasons

from autograder.course import UsageError
from autograder.lms import canvas

CLASS = {
    "leeann_1001_900001_halley.ipynb": FULL,
    "doejane_LATE_1002_900002_halley-1.ipynb": FULL,
    "kimbo_1003_900003_halley.ipynb": FULL,
    "kimbo_1003_900009_halley-2.ipynb": HALF,
    "rayzo_1005_900005_homework.zip": packed({"hw/halley.ipynb": FULL, "__MACOSX/hw/._halley.ipynb": b"\0\5\26\7"}),
    "olsenpat_1004_900004_question_77_essay.pdf": b"%PDF-1.4",
    "olsenpat_1004_text.html": "<p>see my file</p>",
    "o'neil-smith_LATE_1006_900006_my_halley_3_4.ipynb": HALF,
    "studenttest_1007_900007_halley.py": "def halley():\n    return 1",
}


def test_a_class(tmp_path):
    """The key is the user's id; the newest attempt counts; LATE is kept; an upload may be an archive or a script."""
    hand_in = both_ways(tmp_path, CLASS)
    assert hand_in.platform == "canvas"
    people = {one.student: one for one in hand_in.submissions}
    assert set(people) == {"1001", "1002", "1003", "1004", "1005", "1006", "1007"}
    assert {key: one.name for key, one in people.items() if key < "1003"} == {"1001": "leeann", "1002": "doejane"}
    assert [key for key, one in people.items() if one.late == "yes"] == ["1002", "1006"]
    assert people["1001"].late == "no"
    assert people["1003"].file == "kimbo_1003_900009_halley-2.ipynb"
    assert people["1003"].note == "the newest of 2 attempts"
    assert people["1005"].file == "rayzo_1005_900005_homework.zip/hw/halley.ipynb"
    assert hand_in.texts["1003"] == HALF
    assert hand_in.texts["1005"] == FULL
    assert "no notebook was handed in" in people["1004"].fault
    told = reasons(hand_in)
    assert told["kimbo_1003_900003_halley.ipynb"] == "an earlier attempt: the newest counts"
    assert {"olsenpat_1004_900004_question_77_essay.pdf", "olsenpat_1004_text.html"} < set(told)


@pytest.mark.parametrize(
    ("files", "counts"),
    [
        ({"a_1_20_x.ipynb": HALF, "a_1_10_y.ipynb": FULL}, "a_1_10_y.ipynb"),  # two files of one attempt
        ({"a_1_20_x.ipynb": FULL, "a_1_30_y.ipynb": FULL + " "}, "a_1_30_y.ipynb"),  # which attempt as much
        ({"a_1_20_halley.ipynb": FULL, "a_LATE_1_30_halley (1).ipynb": HALF}, "a_LATE_1_30_halley (1).ipynb"),
        ({"a_1_9_halley.ipynb": FULL, "a_1_10_halley.ipynb": HALF}, "a_1_10_halley.ipynb"),  # numbers, not texts
        ({"a_1_9_halley.ipynb": FULL, "a_1_10_data.csv": "1"}, "a_1_9_halley.ipynb"),
    ],
)
def test_which_of_several_counts(tmp_path, files, counts):
    """Of files of one name the newest; of others the one that attempts most, or else the newest."""
    assert files_of(both_ways(tmp_path, files)) == {"1": counts}


def test_an_unpacked_archive_in_a_folder(tmp_path):
    """As many systems unpack it: the folder inside is the class's."""
    hand_in = found(laid(tmp_path, {f"submissions/{name}": content for name, content in CLASS.items()}))
    assert hand_in.platform == "canvas"
    assert len(hand_in.submissions) == 7


def test_names_that_only_look_so(tmp_path):
    """What gives each file the same number is no Canvas's: a person says what it is."""
    laid(tmp_path, {f"lab_3_12_{name}.ipynb": FULL for name in ("ann", "bob", "cyd")})
    with pytest.raises(UsageError, match=r"--layout canvas\|plain"):
        found(tmp_path)
    assert set(files_of(found(tmp_path, "plain"))) == {"lab_3_12_ann", "lab_3_12_bob", "lab_3_12_cyd"}


def test_a_name_of_its_own_among_them(tmp_path):
    """A notebook that came by mail is that student's; more of them than of Canvas's form are asked about."""
    hand_in = found(laid(tmp_path, {"a_1_20_x.ipynb": FULL, "b_2_21_x.ipynb": FULL, "cyd.ipynb": HALF}))
    assert set(files_of(hand_in)) == {"1", "2", "cyd"}
    laid(tmp_path, {"dan.ipynb": HALF, "eve.ipynb": HALF})
    with pytest.raises(UsageError, match="2 names of Canvas's form and 3 that are not"):
        found(tmp_path)


def test_macos_files_beside_them(tmp_path):
    """._NAME is nobody's, although the rest of its name is a student's."""
    files = {"a_1_20_x.ipynb": FULL, "._a_1_20_x.ipynb": b"\0\5\26\7", "__MACOSX/._a_1_20_x.ipynb": b"\0", ".DS_Store": b"\0"}
    hand_in = both_ways(tmp_path, files)
    assert files_of(hand_in) == {"1": "a_1_20_x.ipynb"}
    assert len(hand_in.submissions) == 1
    assert reasons(hand_in)["._a_1_20_x.ipynb"] == "what macOS keeps beside a file"


@pytest.mark.parametrize("name", ["ann_1001.ipynb", "1001_900001_x.ipynb", "ann_x_900001_y.ipynb", "ann_1001_900001_"])
def test_what_is_not_canvas(name):
    """A name, two numbers, and the file's own name."""
    assert not canvas.knows(name)
