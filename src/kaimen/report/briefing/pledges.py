"""What was announced, sentence by sentence, and the rules that were made of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import partial
from itertools import pairwise

from kaimen.errors import Finding
from kaimen.evidence import Citation, Document, Passage
from kaimen.ledger import Pledge
from kaimen.report.briefing import blocks
from kaimen.report.briefing.blocks import Block, Figure, Fold, Grid, Line, Piece, Row, Section, Words
from kaimen.report.briefing.ground import Ground
from kaimen.report.briefing.lines import figure_column, joined, line, said, text_column
from kaimen.report.briefing.rules import RuleState
from kaimen.scenario import Fund, Quota, Rule

_SENTENCE_END = re.compile(r"[\n。！？!?]|\.(?=\s)")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_PERCENTS = re.compile(r"([-\u2212]?\d+(?:\.\d+)?)\s*%")
MOST_RULES = 24
"""With more rules than this, those without a pledge and without a price are folded."""

SHIFTS = (10, 100)
"""By how much a lost decimal point makes a figure too large."""


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A passage with the id it has in the paper, what it is called there, its figure, and what was made of it."""

    id: str
    label: str
    passage: Passage
    figure: Passage | None
    made: Line


def pledge_section(ground: Ground) -> Section | None:
    """Return the announcements' sentences with what was made of them; None where none is cited and none in doubt."""
    speaker = ground.speaker
    quoted = [_quoted_pledge(ground, pledge) for pledge in ground.material.pledges]
    quoted += _cited_passages(ground)
    doubts = _doubts(ground)
    if not quoted and not doubts:
        return None
    found: list[Block] = [blocks.Para(line(speaker, "pledges.lead"), "quiet")] if quoted else []
    groups: dict[tuple[str, int], list[_Quoted]] = {}
    for one in quoted:
        document = _document(ground, one.passage)
        begin = _sentence(document.text, one.passage)[0] if document else one.passage.start
        groups.setdefault((one.passage.document, begin), []).append(one)
    found += [_passage(ground, group) for group in groups.values()]
    idle = [one.label for one in quoted if one.label and not one.made]
    if idle:
        found.append(blocks.Para(line(speaker, "pledges.idle", ids=speaker.list(idle)), "quiet"))
    found += [blocks.Para(line(speaker, "doubts.lead"), "lead"), *doubts] if doubts else []
    return Section("pledges", speaker.say("pledges.heading"), tuple(found))


def rule_section(ground: Ground, states: Sequence[RuleState]) -> Section | None:
    """Return the rules: what each asks, what the plan does, its price, what it rests on; None where there is none."""
    if not states:
        return None
    speaker = ground.speaker
    columns = (
        text_column(speaker.say("head.rule"), wide=True),
        text_column(speaker.say("head.asked")),
        figure_column(speaker.say("head.plan"), mark="s"),
        figure_column(speaker.say("head.price_one"), speaker.say("unit.benefit"), mark="s"),
        text_column(speaker.say("head.rests_on")),
    )
    rows = [_rule_row(ground, at, state) for at, state in enumerate(states)]
    tells = [bool(state.cite.pledge or state.cite.passage or state.price) for state in states]
    if sum(tells) == 0 or len(states) <= MOST_RULES:
        tells = [True] * len(states)
    shown = tuple(row for row, told in zip(rows, tells, strict=True) if told)
    folded = tuple(row for row, told in zip(rows, tells, strict=True) if not told)
    note = line(speaker, "rules.note")
    found: list[Block] = [Grid("rules", speaker.say("rules.caption"), columns, shown, note)]
    if folded:
        summary = line(speaker, "rules.more", n=f"{len(folded):,}")
        grid = Grid("rules-more", speaker.say("rules.more_caption"), columns, folded)
        found.append(Fold("more-rules", summary, (grid,)))
    return Section("rules-section", speaker.say("rules.heading"), tuple(found))


def _rule_row(ground: Ground, at: int, state: RuleState) -> Row:
    return Row(
        (
            said(ground.speaker.called(state.rule.name)),
            said(state.asked),
            (Figure(state.now, to=rule_anchor(at), mark="s"),),
            () if state.price is None else price_figure(ground, state),
            rests_on(ground, state.cite),
        ),
        id=f"rule{at}",
    )


def rule_anchor(at: int) -> str:
    """Return the id of the sum of the rule with this number in the scenario."""
    return f"ur{at}"


def price_figure(ground: Ground, state: RuleState) -> Line:
    """Return the price of one unit of a rule; what one is, is said where it is no project."""
    price = state.price or Fraction(0)
    view = ground.speaker.view(state.unit, [Fraction(1)])
    shown = ground.speaker.number(price / view.factor, 1 if price else 0)
    unit = ground.speaker.say("price.each", unit=view.label) if price and state.unit.dimension != "count" else ""
    return (Figure(shown, unit, "bound-parts", "s" if price else "0"),)


def rests_on(ground: Ground, cite: Citation) -> Line:
    """Return what something rests on, leading to the passage where there is one."""
    speaker = ground.speaker
    if cite.pledge and any(pledge.id == cite.pledge for pledge in ground.material.pledges):
        return (Words(f"¶ {cite.pledge}", "", pledge_anchor(cite.pledge)),)
    if cite.passage is not None:
        return (Words(f"¶ {speaker.called(cite.passage.document)}", "", passage_anchor(cite.passage)),)
    note = speaker.called(cite.note) or cite.pledge
    return said(note, "quiet") if note else said(speaker.say("cite.none"), "keep")


def pledge_anchor(pledge: str) -> str:
    """Return the id of a pledge's passage in the paper."""
    return "pledge-" + re.sub(r"[^0-9A-Za-z]+", "-", pledge)


def passage_anchor(passage: Passage) -> str:
    """Return the id of a passage that is cited without a pledge."""
    return "passage-" + re.sub(r"[^0-9A-Za-z]+", "-", f"{passage.document}-{passage.start}-{passage.end}")


def _quoted_pledge(ground: Ground, pledge: Pledge) -> _Quoted:
    """Return a pledge by its passage in the paper's language, if it has one there."""
    passages = (pledge.passage, *pledge.twins)
    shown = next((p for p in passages if _language(_document(ground, p)) == ground.language), pledge.passage)
    inside = pledge.figure is not None and shown is pledge.passage
    region = ground.place(pledge.region) if pledge.region else ""
    links = _made_of(ground, lambda entry: entry.cite.pledge == pledge.id)
    made: Line = ()
    if links:
        rules = joined(links, ground.speaker.say("list.comma"))
        place = ground.speaker.say("pledge.place", region=region) if region else ""
        made = (*said(f"{pledge.id}{place}", "strong"), *line(ground.speaker, "pledge.rules", rules=rules))
    return _Quoted(pledge_anchor(pledge.id), pledge.id, shown, pledge.figure if inside else None, made)


def _made_of(ground: Ground, rests: Callable[[Quota | Fund | Rule], bool]) -> list[Line]:
    """Return the rules, quotas and funds that rest on something, each leading to its row."""
    speaker, scenario = ground.speaker, ground.scenario
    rules = [(rule.name, f"rule{at}") for at, rule in enumerate(scenario.rules) if rests(rule)]
    others = [(quota.name, "prices") for quota in scenario.quotas if rests(quota)]
    others += [(fund.name, "prices") for fund in scenario.funds if rests(fund)]
    return [(Words(speaker.called(name), "", to),) for name, to in (*rules, *others)]


def _cited_passages(ground: Ground) -> list[_Quoted]:
    """Return the passages that the scenario cites without a pledge of the ledger, each once, in their order."""
    known = {pledge.id for pledge in ground.material.pledges}
    scenario = ground.scenario
    cited = [
        entry.cite.passage
        for entry in (*scenario.rules, *scenario.quotas, *scenario.funds)
        if entry.cite.passage is not None and entry.cite.pledge not in known
    ]
    found = []
    for passage in dict.fromkeys(cited):
        links = _made_of(ground, partial(_cites, passage))
        made = line(ground.speaker, "passage.rules", rules=joined(links, ground.speaker.say("list.comma")))
        found.append(_Quoted(passage_anchor(passage), "", passage, None, made))
    return found


def _cites(passage: Passage, entry: Quota | Fund | Rule) -> bool:
    return entry.cite.passage == passage


def _passage(ground: Ground, group: Sequence[_Quoted]) -> blocks.Passage:
    """Return a sentence with all that is quoted of it."""
    document = _document(ground, group[0].passage)
    if document is None:
        quote = group[0].passage
        piece = Piece(quote.quote, True, False, tuple(q.id for q in group), tuple(q.label for q in group if q.label))
        foot = (*said("¶ "), *where_words(ground, quote, None))
        return blocks.Passage((), (piece,), _tongue(quote), foot, tuple(q.made for q in group if q.made))
    spans = [_sentence(document.text, one.passage) for one in group]
    begin, end = min(low for low, _ in spans), max(high for _, high in spans)
    foot = (*said("¶ "), *where_words(ground, document.passage(begin, end), document))
    notes = tuple(one.made for one in group if one.made)
    return blocks.Passage((), _pieces(document.text, begin, end, group), _tongue(document.text[:2000]), foot, notes)


def _pieces(text: str, begin: int, end: int, group: Sequence[_Quoted]) -> tuple[Piece, ...]:
    """Return a sentence cut wherever a quoted part or a figure begins or ends."""
    figures = [one.figure for one in group if one.figure is not None]
    quoted = [one.passage for one in group]
    cuts = sorted({begin, end, *(at for p in (*quoted, *figures) for at in (p.start, p.end) if begin <= at <= end)})
    return tuple(
        Piece(
            text[low:high],
            any(p.start <= low and high <= p.end for p in quoted),
            any(p.start <= low and high <= p.end for p in figures),
            tuple(one.id for one in group if one.passage.start == low),
            tuple(one.label for one in group if one.passage.end == high and one.label),
        )
        for low, high in pairwise(cuts)
    )


def where_words(ground: Ground, passage: Passage, document: Document | None) -> Line:
    """Return the document, line and characters of a passage."""
    name = ground.speaker.called(passage.document)
    values = {"document": name, "start": f"{passage.start:,}", "end": f"{passage.end:,}"}
    if document is None:
        return line(ground.speaker, "where.passage", **values)
    number = document.text.count("\n", 0, passage.start) + 1
    return line(ground.speaker, "where.line", line=f"{number:,}", **values)


def _document(ground: Ground, passage: Passage) -> Document | None:
    document = ground.material.documents.get(passage.document)
    fits = document is not None and document.text[passage.start : passage.end] == passage.quote
    return document if fits else None


def _sentence(text: str, passage: Passage) -> tuple[int, int]:
    """Return where the sentence around a passage begins and ends."""
    begin = max((m.end() for m in _SENTENCE_END.finditer(text, 0, passage.start)), default=0)
    while begin < passage.start and text[begin].isspace():
        begin += 1
    end = passage.end
    if end and _SENTENCE_END.match(text, end - 1) is None:
        stop = _SENTENCE_END.search(text, end)
        end = len(text) if stop is None else stop.end() - (text[stop.start()] == "\n")
    return begin, end


def _language(document: Document | None) -> str:
    return "" if document is None else _tongue(document.text[:2000])


def _tongue(what: str | Passage) -> str:
    text = what if isinstance(what, str) else what.quote
    return "zh" if len(_CHINESE.findall(text)) * 4 > len(text) else "en"


# Figures that cannot be true


def _doubts(ground: Ground) -> list[Block]:
    own = [
        d for d in ground.material.doubts if _language(ground.material.documents.get(d.place.file)) == ground.language
    ]
    return list(_doubt_blocks(ground, own or ground.material.doubts))


def _doubt_blocks(ground: Ground, doubts: Iterable[Finding]) -> Iterator[Block]:
    for number, finding in enumerate(doubts, 1):
        document, start, end = ground.material.documents.get(finding.place.file), finding.place.start, finding.place.end
        if document is None or start is None or end is None:
            continue
        passage = document.passage(start, end)
        own = _Quoted(f"doubt{number}", "", passage, None, ())
        pieces = _pieces(document.text, *_sentence(document.text, passage), [own])
        foot = (*said("¶ "), *where_words(ground, passage, document))
        words = _doubt_words(ground, finding, passage)
        yield blocks.Passage(words, pieces, _tongue(document.text[:2000]), foot, doubted=True)


def _doubt_words(ground: Ground, finding: Finding, passage: Passage) -> Line:
    """Return why a figure cannot be true and what a lost decimal point would make of it."""
    speaker = ground.speaker
    bounds = [_decimal(match) for match in _PERCENTS.findall(finding.expected)]
    figure = _PERCENTS.search(passage.quote)
    head = (*said(passage.quote, "attn"), *said(speaker.say("sentence.gap")))
    if len(bounds) != 2 or figure is None:
        return (*head, *line(speaker, "doubt.outside"))
    low, high = bounds
    value = _decimal(figure[1])
    likely = next((value / shift for shift in SHIFTS if low <= value / shift <= high), None)
    values = {"low": _percent(ground, low), "high": _percent(ground, high)}
    words = line(speaker, "doubt.share" if finding.code == "E211" else "doubt.growth", **values)
    if likely is not None:
        words = (*words, *line(speaker, "doubt.likely", x=said(_percent(ground, likely), "strong")))
    return (*head, *words, *line(speaker, "doubt.unchanged"))


def _decimal(text: str) -> Fraction:
    try:
        return Fraction(Decimal(text.replace("\u2212", "-")))
    except InvalidOperation:
        return Fraction(0)


def _percent(ground: Ground, value: Fraction) -> str:
    places = 0 if value.denominator == 1 else 1 if (value * 10).denominator == 1 else 2
    return ground.speaker.percent(value / 100, places)
