"""Bytes to text: by a byte order mark, as UTF-8, or in the likeliest of the encodings that came before it."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence

from kaimen.errors import Finding, Place

_LEGACY = {
    "gb18030": "GB18030",
    "big5": "Big5",
    "cp1252": "Windows-1252",
    "mixed": "UTF-8 and GB18030, line by line",
}
_PAIR = re.compile(rb"[\x81-\xfe][\x30-\xfe]")
_COMMON_HAN = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
)
_COMMON_TRADITIONAL = frozenset(
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經"
)
_PLAIN = frozenset("\n\r\t ,.0123456789aeinorst，。")
_COMMON = {
    "gb18030": _COMMON_HAN,
    "big5": _COMMON_TRADITIONAL,
    "utf-16-le": _COMMON_HAN | _COMMON_TRADITIONAL | _PLAIN,
    "utf-16-be": _COMMON_HAN | _COMMON_TRADITIONAL | _PLAIN,
}
_SAMPLE = 200_000
_FEWEST_ODD = 6
_TEXT_LIKE = 0.05
"""Share of common characters among the bytes from which a text without a mark is taken for UTF-16."""


def decode_text(content: bytes) -> tuple[str | None, str]:
    """Return the text of an announcement and its encoding, or None and the encodings tried."""
    marked = _marked(content)
    if marked:
        return _decoded(content, marked)
    mixed = _mixed(content)
    if mixed is not None:
        return mixed, "mixed"
    likely = sorted(_scores(content).items(), key=lambda scored: -scored[1])
    wide = [encoding for encoding, score in likely if encoding.startswith("utf-16") and score > _TEXT_LIKE]
    if b"\0" in content and wide:
        return _decoded(content, wide[:1])
    legacy = [encoding for encoding, _ in likely if encoding in _LEGACY]
    above = sum(byte >= 0x80 for byte in content[:_SAMPLE])
    is_chinese = (
        _is_mostly_chinese(content[:_SAMPLE]) or max(score for _, score in likely) * len(content[:_SAMPLE]) > above / 40
    )
    tries = ("utf-8", *wide[:1], *legacy, "cp1252") if is_chinese else ("utf-8", "cp1252", *legacy)
    return _decoded(content, tries)


def decode_table(content: bytes) -> tuple[str | None, str]:
    """Return the text of a table, in which whole sentences are rare, and its encoding; or None and those tried."""
    marked = _marked(content)
    if marked:
        return _decoded(content, marked)
    zeros = [byte == 0 for byte in content[:4]]
    if zeros == [False, True, False, True]:
        return _decoded(content, ("utf-16-le",))
    if zeros == [True, False, True, False]:
        return _decoded(content, ("utf-16-be",))
    legacy = ("gb18030", "cp1252") if _is_mostly_chinese(content) else ("cp1252", "gb18030")
    return _decoded(content, ("utf-8", *legacy))


def guessed(name: str, encoding: str) -> list[Finding]:
    """Return the remark that an encoding had to be guessed; none where it is a form of Unicode."""
    if encoding not in _LEGACY:
        return []
    what = f"The text is not UTF-8 and was read as {_LEGACY[encoding]}."
    fix = "See that names are read rightly; save the file in UTF-8 to be sure."
    return [Finding("W106", what, Place(name), "UTF-8", _LEGACY[encoding], fix)]


def is_garbled(text: str) -> bool:
    """Return whether a text is UTF-8 that somebody read in a Western encoding and saved: ä¸­å›½ for 中国."""
    odd = [mark for mark in text[:_SAMPLE] if mark >= "\x80"]
    if len(odd) < _FEWEST_ODD:
        return False
    for encoding in ("latin-1", "cp1252"):
        try:
            read = "".join(odd).encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
        return len(read) < len(odd)
    return False


def bad_line(content: bytes) -> int | None:
    """Return the first line that is not UTF-8, counted from 1; None where all are."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return content.count(b"\n", 0, error.start) + 1
    return None


def _marked(content: bytes) -> tuple[str, ...]:
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return ("utf-32",)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    return ("utf-8-sig",) if content.startswith(codecs.BOM_UTF8) else ()


def _decoded(content: bytes, tries: Sequence[str]) -> tuple[str | None, str]:
    for encoding in tries:
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return None, " or ".join({"utf-8-sig": "UTF-8", **_LEGACY}.get(name, name.upper()) for name in tries)


def _mixed(content: bytes) -> str | None:
    """Return the text of a file some of whose lines are in GB18030 and at least as many in UTF-8; else None."""
    every = content.split(b"\n")
    lines = [line for line in every if not line.isascii()]
    rest = frozenset(line for line in lines if not _is_in(line, "utf-8"))
    count = sum(line in rest for line in lines)
    if not rest or 2 * count > len(lines) or not all(_is_in(line, "gb18030") for line in rest):
        return None
    return "\n".join(line.decode("gb18030" if line in rest else "utf-8") for line in every)


def _is_in(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _scores(content: bytes) -> dict[str, float]:
    """Return, for encodings in which Chinese is written, the common characters among the bytes less what is broken."""
    sample = content[: _SAMPLE - _SAMPLE % 2]
    scores = {}
    for encoding, common in _COMMON.items():
        text = sample.decode(encoding, "replace")
        scores[encoding] = (sum(mark in common for mark in text) - text.count("\ufffd")) / max(1, len(sample))
    return scores


def _is_mostly_chinese(content: bytes) -> bool:
    """Return whether bytes above ASCII come mostly in pairs of two such bytes, as the common characters do in GB18030.

    In Western text they stand alone between ASCII letters, and yet most such text is valid GB18030.
    """
    pairs = _PAIR.findall(content)
    both = [pair for pair in pairs if pair[0] >= 0xA1 and pair[1] >= 0xA1]
    return 2 * len(both) > len(pairs)
