"""Templates → HTML: everything that comes from a student is escaped, and a script of ours is named by its hash."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

import jinja2
from markupsafe import Markup, escape

from autograder import names
from autograder.feedback.retelling import reworded
from autograder.feedback.table import number, status_words
from autograder.files import page_name
from autograder.languages import counted, course_text, phrase, spoken_language


@dataclass(frozen=True)
class Script:
    """A script of ours, and the hash by which a page's policy allows it and nothing else."""

    text: Markup
    hash: str


def render(template: str, **facts: object) -> str:
    """A page from one of this folder's templates."""
    return _environment().get_template(template).render(**facts)


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("autograder.feedback"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,  # a misspelled name in a template is an error, not an empty page
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_visible,
    )
    environment.globals["say"] = _say
    environment.globals["status_words"] = status_words
    environment.globals["counted"] = counted
    environment.globals["reworded"] = reworded
    environment.globals["language"] = spoken_language
    environment.filters["course_text"] = course_text
    environment.filters["points"] = number
    environment.filters["page"] = _page_address
    environment.filters["words"] = _words
    environment.filters["capital"] = _with_capital
    environment.filters["breakable"] = _breakable
    environment.filters["breakable_text"] = _breakable_text
    return environment


def _visible(value: object) -> object:
    """Text without characters that only a terminal, or the order of a line, would notice."""
    # markup is a str, too, but of a type of its own: what it is made of has been through here
    if type(value) is str:
        return names.shown(value)
    return value


def _say(template: str, **values: object) -> Markup:
    """A phrase in the language of now, with its values escaped: catalogues are ours, values may be anybody's."""
    # each value is escaped first: Markup's own format does the same, and takes ten times as long
    escaped_values = {name: escape(_visible(value)) for name, value in values.items()}
    return Markup(phrase(template).format(**escaped_values))  # noqa: S704


def _page_address(student: str | None) -> str:
    return quote(page_name(student))


def _words(status: str) -> str:
    return status.replace("_", " ")


def _with_capital(text: str) -> str:
    """A sentence with a capital letter at its beginning; a name further on keeps its own."""
    return text[:1].upper() + text[1:]


def _breakable(name: str) -> Markup:
    """A name that may go on in the next line where one of its words ends."""
    return escape(names.shown(name)).replace("_", Markup("_<wbr>"))


def _breakable_text(name: str) -> Markup:
    """The same for an attribute: a blank of no width allows the break."""
    return escape(names.shown(name)).replace("_", Markup("_&#8203;"))


@cache
def script(name: str) -> Script:
    """The script of this name in this folder's templates."""
    environment = _environment()
    assert environment.loader is not None
    script_text, _, _ = environment.loader.get_source(environment, name)
    # a policy of hashes lets these scripts run, and none that stands in a student's name
    digest = base64.b64encode(hashlib.sha256(script_text.encode()).digest()).decode()
    return Script(Markup(script_text), f"sha256-{digest}")  # noqa: S704  our own text, nobody else's
