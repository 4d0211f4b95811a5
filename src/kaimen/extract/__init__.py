"""Announcements to candidates: quantities, periods, regions, speakers and modality, with exact offsets.

The reader is a grammar over tables of words; every table is a module with `rows` or `words` in its name, one fact a
row. Text is folded to one form character by character (`folding`), numbers are found (`figures`, `numerals`) and given
units (`english`, `chinese`, `units`) and qualifiers, periods are resolved against the day of publication (`periods`),
and a text is followed sentence by sentence for who speaks about which region (`discourse`). Nothing is corrected: what
cannot be true becomes a finding (`checks`).
"""

from kaimen.called import callable_room
from kaimen.extract.confirming import confirm, pledge_of, region_of
from kaimen.extract.earlier import compare_earlier, is_earlier, region_of_text
from kaimen.extract.hints import Hint
from kaimen.extract.indicators import CATALOGUE, Indicator, parse_indicators
from kaimen.extract.json_form import as_json, before_json
from kaimen.extract.marks import MARKS, doubt_order, marks_of, questions_about
from kaimen.extract.own_words import NO_WORDS, TABLES, OwnWords, check_meant, parse_words
from kaimen.extract.places import called, within_province
from kaimen.extract.proposals import Proposal, propose_rule
from kaimen.extract.reading import extract
from kaimen.extract.sectors import SECTORS, Section
from kaimen.extract.twins import compare_twins
from kaimen.extract.types import Candidate, Extraction, PlaceQuestion, Quantity, ToldBefore, When, Where, Who

__all__ = [
    "CATALOGUE",
    "MARKS",
    "NO_WORDS",
    "SECTORS",
    "TABLES",
    "Candidate",
    "Extraction",
    "Hint",
    "Indicator",
    "OwnWords",
    "PlaceQuestion",
    "Proposal",
    "Quantity",
    "Section",
    "ToldBefore",
    "When",
    "Where",
    "Who",
    "as_json",
    "before_json",
    "called",
    "check_meant",
    "compare_earlier",
    "compare_twins",
    "confirm",
    "doubt_order",
    "extract",
    "is_earlier",
    "marks_of",
    "parse_indicators",
    "parse_words",
    "pledge_of",
    "propose_rule",
    "questions_about",
    "region_of",
    "region_of_text",
    "within_province",
]

callable_room(__name__, extract)
