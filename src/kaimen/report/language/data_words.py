"""How headings of lists, references and amounts of the data are said: as they are in English, in words in Chinese."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from kaimen.quantity import Amount, decimal_text
from kaimen.report.language.messages import MESSAGES
from kaimen.report.language.speaker import Speaker

if TYPE_CHECKING:
    from kaimen.policies import Reference

_HEADING = re.compile(
    r"(?P<kind>criterion|demand|ready|fact|planned|milestone): ?(?P<name>.*?)(?: \((?P<unit>[^()]*)\))?"
)
_PLAIN = re.compile(r"(?P<name>project|cost|financialProgress|physicalProgress)(?: \((?P<unit>[^()]*)\))?")


def said_heading(speaker: Speaker, heading: str) -> str:
    """Return a heading of a list, such as `criterion: jobs` or `cost (million yuan)`, as readers say it."""
    if speaker.language == "en":
        return heading
    known = f"web.project.{heading}"
    if known in MESSAGES:
        return speaker.say(known)
    if match := _PLAIN.fullmatch(heading):
        return speaker.say(f"fact.{match['name']}")
    if match := _HEADING.fullmatch(heading):
        return speaker.say(f"fact.{match['kind']}", name=speaker.called(match["name"]))
    return speaker.called(heading)


def said_in_unit(speaker: Speaker, amount: Amount) -> str:
    """Return an amount of the data exactly: as it was written in English, in the unit that readers use in Chinese."""
    if speaker.language == "en":
        return str(amount)
    value = Fraction(amount.value)
    view = speaker.view(amount.unit, [value])
    text = decimal_text(view.of(value))
    figure = speaker.number(view.of(value), 2) if "/" in text else _grouped(text)
    return speaker.with_unit(figure, view.label)


def said_reference(speaker: Speaker, reference: Reference) -> str:
    """Return where a rule stands in one line: document, number, day, article."""
    if speaker.language == "en":
        return str(reference)
    article = speaker.say("reference.article", n=reference.article) if reference.article else ""
    day = reference.day.isoformat() if reference.day else ""
    document = f"《{speaker.called(reference.document)}》" if reference.document else ""
    return document + "，".join(part for part in (reference.number, day, article) if part)


def _grouped(text: str) -> str:
    whole, dot, rest = text.partition(".")
    return f"{int(whole):,}{dot}{rest}".replace("-", "\u2212") if whole.lstrip("-").isdigit() else text
