"""Addresses on GitHub have one in Colab; others have none."""

import pytest

from autograder.author.colab import colab_address


@pytest.mark.parametrize(
    "url",
    [
        "https://raw.githubusercontent.com/someone/a.course/main/autumn",
        "https://raw.githubusercontent.com/someone/a.course/refs/heads/main/autumn/",
        "https://github.com/someone/a.course/tree/main/autumn",
        "https://github.com/someone/a.course/blob/main/autumn",
    ],
)
def test_what_is_on_github_opens_in_colab(url):
    opened = "https://colab.research.google.com/github/someone/a.course/blob/main/autumn/f/f.ipynb"
    assert colab_address(url, "f/f.ipynb") == opened


@pytest.mark.parametrize("url", ["", "https://example.org/course", "https://github.com/someone"])
def test_what_lies_elsewhere_does_not(url):
    assert colab_address(url, "f/f.ipynb") == ""
