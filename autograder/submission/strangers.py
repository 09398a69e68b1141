"""What a file is that was handed in and is no notebook: in words, with what to do instead.

It is told by how the file begins, of which little is looked at, however large it is.
"""

from __future__ import annotations

import re

from autograder.languages import marked
from autograder.words.sentence import Sentence, sentence

_BEGINNING = 4_096  # bytes
_SAVE = "open your notebook in Jupyter, save it, and hand in the .ipynb file"
_UNPACK = "unpack it, and hand in the .ipynb file"
_DOWNLOAD = "download the notebook itself (File → Download), and hand in the .ipynb file"
_FROM_COLAB = "open it in Colab, choose File → Download → Download .ipynb, and hand in that file"
_PULL = "run `git lfs pull`, and hand in the file that it fetches"
_CHOOSE = "choose one of the two versions, delete Git's lines (<<<<<<<, =======, >>>>>>>), and save it again"

_SIGNATURES = {
    b"PK\x05\x06": ("an empty zip archive", _SAVE),
    b"\x1f\x8b": ("a gzip archive", _UNPACK),
    b"BZh": ("a bzip2 archive", _UNPACK),
    b"\xfd7zXZ\0": ("an xz archive", _UNPACK),
    b"7z\xbc\xaf\x27\x1c": ("a 7z archive", _UNPACK),
    b"Rar!\x1a\x07": ("a RAR archive", _UNPACK),
    b"\x28\xb5\x2f\xfd": ("a zstd archive", _UNPACK),
    b"%PDF-": ("a PDF file", _SAVE),
    b"%!PS": ("a PostScript file", _SAVE),
    b"\xd0\xcf\x11\xe0": ("an Office document", _SAVE),
    b"{\\rtf": ("an RTF document", _SAVE),
    b"\\documentclass": ("a LaTeX document", _SAVE),
    b"\x89PNG": ("a picture", _SAVE),
    b"\xff\xd8\xff": ("a picture", _SAVE),
    b"GIF8": ("a picture", _SAVE),
    b"\x89HDF": ("an HDF5 file", _SAVE),
    b"SQLite format 3\0": ("a database", _SAVE),
    b"\x7fELF": ("a program", _SAVE),
    b"L\0\0\0\x01\x14\x02\0": ("a shortcut, not the notebook", _SAVE),
    b"bplist00": ("a shortcut or placeholder of macOS, not the notebook", _DOWNLOAD),
    b"version https://git-lfs.github.com": ("a pointer of Git LFS, not the notebook", _PULL),
    b"[InternetShortcut]": ("a shortcut to a web address, not the notebook", _DOWNLOAD),
    b"[Desktop Entry]": ("a shortcut, not the notebook", _SAVE),
}
# of files that nobody would take for a notebook, by how their names end
_ENDINGS = {
    (".pdf",): ("a PDF file", _SAVE),
    (".html", ".htm", ".mhtml", ".webarchive"): ("a web page", _SAVE),
    (".doc", ".docx", ".odt", ".rtf", ".pages", ".md", ".tex"): ("a document", _SAVE),
    (".png", ".jpg", ".jpeg", ".gif", ".heic", ".webp"): ("a picture", _SAVE),
    (".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".zst"): ("an archive that is not opened here", _UNPACK),
    (".url", ".webloc", ".lnk", ".desktop"): ("a shortcut, not the notebook", _DOWNLOAD),
    (".gdoc", ".gsheet", ".gslides"): ("a shortcut of Google Drive, not the notebook", _FROM_COLAB),
    (".icloud",): ("a placeholder of iCloud, not the notebook", _DOWNLOAD),
    (".pt", ".pth", ".pkl", ".ckpt", ".safetensors"): ("a saved model", _SAVE),
}
_TAR_MARK = b"ustar"
_TAR_PLACE = 257
# names that stand near the beginning of documents which are zip archives
_ZIPPED = {
    b"word/": "a Word document",
    b"xl/": "an Excel workbook",
    b"ppt/": "a PowerPoint presentation",
    b"[Content_Types].xml": "an Office document",
    b"application/vnd.oasis": "an OpenDocument file",
    b"Index/": "a Pages document",
    b"data.pkl": "a file of torch.save",
}
_PATTERNS = {
    rb"(?:<\?xml[^>]{0,200}>\s*)?<!DOCTYPE plist": ("a shortcut to a web address, not the notebook", _DOWNLOAD),
    rb"https?://(?:colab|drive|docs)\.[\w.]*google\.com\S*\Z": ("a link to Colab, not the notebook", _FROM_COLAB),
    rb"https?://\S+\Z": ("a link, not the notebook", _DOWNLOAD),
    rb"(?i:[^{]{0,1000}?<(?:!doctype html|html|head|body)\b)": ("a web page (a login?), not the notebook", _DOWNLOAD),
    rb"<\?xml|<svg": ("an XML file", _SAVE),
    rb"(?i:[45]\d\d:? \w|not found\b|access denied\b|forbidden\b)": ("an error message of a web server", _DOWNLOAD),
}
_COMPILED = {re.compile(pattern): kind for pattern, kind in _PATTERNS.items()}
_OF_GOOGLE = re.compile(rb"https://(docs|drive|colab)\.[\w.]*google\.com|\"(doc_id|resource_id)\"")
_CONFLICT = re.compile(rb"(\A|\n)[ \t]*<{7} ")
_SCRIPT = re.compile(
    rb"#!.*python|# ?%%|# ---\r?\n# jupyter|# (?:In ?\[|-\*- ?coding)|\"\"\""
    rb"|(?:import|from|def|class|@|print\()[ \w]|%(?:matplotlib|load_ext)"
)


def what_it_is(data: bytes | bytearray) -> Sentence | None:
    """What the content of a file is if no notebook, and what to do, as one sentence without its subject; or None."""
    beginning = data[:_BEGINNING]
    kind = _by_bytes(beginning) or _by_text(beginning.removeprefix(b"\xef\xbb\xbf").strip())
    if kind is None and _CONFLICT.search(data):
        kind = (marked("a file with a Git merge left in it"), _CHOOSE)
    if kind is None:
        return None
    name, advice = kind
    return sentence("it is {kind}: {advice}", kind=sentence(name), advice=sentence(advice))


def by_name(name: str) -> Sentence | None:
    """The same of a file that is known by its name alone."""
    for endings, (kind, advice) in _ENDINGS.items():
        if name.lower().endswith(endings):
            return sentence(
                "{file} is {kind}: {advice}", file=name, kind=sentence(kind), advice=sentence(advice)
            )
    return None


def _by_bytes(beginning: bytes | bytearray) -> tuple[str, str] | None:
    for signature, kind in _SIGNATURES.items():
        if beginning.startswith(signature):
            return kind
    if beginning.startswith(b"PK\x03\x04"):
        for mark, document in _ZIPPED.items():
            if mark in beginning:
                return document, _SAVE
        return marked("a zip archive under another name"), _UNPACK
    if beginning[_TAR_PLACE:].startswith(_TAR_MARK):
        return marked("a tar archive"), _UNPACK
    if beginning and not beginning.strip(b"\0"):
        return marked("a file of zeros (saving or copying it went wrong)"), _SAVE
    return None


def _by_text(beginning: bytes | bytearray) -> tuple[str, str] | None:
    for pattern, kind in _COMPILED.items():
        if pattern.match(beginning):
            return kind
    if beginning.startswith(b"{") and b'"cells"' not in beginning and _OF_GOOGLE.search(beginning):
        return marked("a shortcut of Google Drive, not the notebook"), _FROM_COLAB
    if _SCRIPT.match(beginning):
        return marked("a Python script under another name"), marked(
            "hand it in with a name that ends in .py, or hand in the notebook"
        )
    return None
