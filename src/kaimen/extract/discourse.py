"""What holds from sentence to sentence: who speaks, about which region, for which period, in what kind of section.

A speaker named with a verb of saying goes on speaking until another one does, a heading stands in between, or a
sentence is about another region. A period at the beginning of a sentence or in a heading holds until the next one; it
ends when the speaker or the region changes in a later paragraph. Where a later part of a sentence begins with another
year, the rest of the paragraph goes on from there. The year in the title of a plan is that of all that names no other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kaimen.extract.folding import Folded
from kaimen.extract.modality import REPORTED, document_section, section_modality
from kaimen.extract.own_words import NO_WORDS, OwnWords
from kaimen.extract.period_rules import year
from kaimen.extract.periods import Mention
from kaimen.extract.places import CHINA, CHINA_IN_CHINESE, Place, province_of
from kaimen.extract.sources import office_in
from kaimen.extract.speakers import Speaker, Speakers
from kaimen.extract.tables import Cells
from kaimen.extract.types import Sentence, When, Where, Who

_FIRST_WORDS = {True: 24, False: 80}
_FIRST_PERIOD = {True: 4, False: 16}
_OPENING = {True: 40, False: 130}
"""Characters of the longest sentence that opens a section like a heading."""
_CLAUSE_ENDS = {True: ("，", "；", ","), False: (";",)}
_SUBJECT = 25
_REACH = {True: 12, False: 48}
_CUT = re.compile(r"[；;，。]|,(?!\d)")
_OPEN = 40
_LONG_CLAUSE = 160
_MENTIONS_BACK = 40
_OTHER_CLAUSE = re.compile(
    r"(?<![a-z])(?:while|whereas|which|who|where|when|but|compared|than|from"
    r"|and (?:said|says|added|announced|that|will|shall|to|is|are|was|were|has|have|had|a further|another|\d))(?![a-z])"
)
_BARE_YEAR = re.compile(r"(?<=[\u3400-\u9fff])20\d\d(?=[\u3400-\u9fff])(?!年)")
"""A year in a title without its character: 数字山东2021行动方案."""
_DECEMBER = 12
_CHAPTER = re.compile("[一二三四五六七八九十]{1,3}、")
_IS_DONE_HAN = re.compile("已(?!列)|目前|截至|同比|累计")
_NUMBERED = re.compile(r"\d{1,3}[.．、)）]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[①-⑳]|[一二三四五六七八九十]{1,3}、")
_LEADS = re.compile(
    r"[\u3400-\u9fff]{0,14}|[^。；\n]{0,48}?(?:获悉|了解到|介绍|数据|显示|发布|公布|透露|表示|指出|通报|印发|通知|明确|提出|强调|要求)"
    r"[^。；，：\n]{0,12}[，：:]"
)
"""A subject, or words of a report, before the first period: 记者从省统计局获悉，上半年…"""
_BEFORE_SUBJECT = '，。；：、,;: “"年月日是（('
_BASE = re.compile("(?:baseline|base year)[ :(]*(?:in |of )?\\Z")
_HEAD_LINES = 12
_IS_DONE = re.compile(
    r"(?<![a-z])(?:have|has|had|already|was|were|stood|rose|fell|grew|increased|decreased|declined|dropped|reached)(?![a-z])"
)
_TO_COME = re.compile(
    r"(?<![a-z])(?:will|shall|plans? to|aims? to|intends? to)(?![a-z])|将(?![近领军士才])|拟(?![定订议])|力争|争取"
)


@dataclass(frozen=True, slots=True)
class Context:
    """A sentence with all that is known of who, where, when around it."""

    sentence: Sentence
    is_han: bool
    who: Who
    where: Where | None
    frame: Mention | None
    section: str
    mentions: tuple[Mention, ...]
    cues: tuple[tuple[str, str], ...] = ()
    places: tuple[Place, ...] = ()
    cells: Cells | None = None


@dataclass(slots=True)
class _State:
    speaker: Speaker | None = None
    speaker_region: Where | None = None
    only_speaker: Speaker | None = None
    source: str = ""  # an office that the text rests on
    region: Where | None = None
    region_paragraph: int = -1
    frame: Mention | None = None
    passing: tuple[Mention, Mention | None] | None = None  # a frame for one paragraph, and the one that comes back
    frame_paragraph: int = -1
    section: str = ""
    carried: Mention | None = None  # what a part of a Chinese sentence goes on from after a semicolon
    last_part: Sentence | None = None


class Discourse:
    """Follows a text sentence by sentence."""

    def __init__(
        self,
        text: str,
        folded: Folded,
        mentions: Sequence[Mention],
        places: Sequence[Place],
        published: date | None = None,
        own: OwnWords = NO_WORDS,
        cells: Cells | None = None,
    ) -> None:
        self._text, self._folded, self._published = text, folded, published
        self._mentions, self._places = mentions, places
        self._mention_starts = [mention.start for mention in mentions]
        self._place_starts = [place.start for place in places]
        self._speakers = Speakers(folded, text, own.titles)
        self._cues, self._cells = own.cues, cells
        self._state = _State()
        self._document_speaker: Speaker | None = None
        self._default = main_region(places, folded.plain)
        self._kind = ""
        self._of_title: Mention | None = None
        self._is_head = True

    def follow(self, sentences: Sequence[Sentence]) -> Iterator[Context]:
        """Yield the context of each sentence that is no heading."""
        for number, sentence in enumerate(sentences):
            mentions = self._mentions_in(sentence)
            self._read_title(sentence, mentions)
            is_han = _is_han(self._folded.plain, sentence)
            if sentence.is_heading:
                self._read_heading(sentence, mentions, number)
            else:
                yield self._read(sentence, mentions, is_han)

    def _read_title(self, sentence: Sentence, mentions: list[Mention]) -> None:
        """Note the year in the title of a plan: the lines before the first that ends like a sentence."""
        line = self._folded.lower[sentence.start : sentence.end]
        self._is_head = self._is_head and not line.rstrip().endswith(("。", ".", "；", ";"))
        if self._is_head and self._of_title is None and document_section(line):
            self._of_title = next((mention for mention in mentions if mention.kind == "period"), None)
            bare = _BARE_YEAR.search(line)
            if bare and self._of_title is None:
                start, end = (sentence.start + at for at in bare.span())
                self._of_title = Mention(start, end, *year(int(bare[0])), "period")

    def _read_heading(self, sentence: Sentence, mentions: list[Mention], number: int) -> None:
        state = self._state
        line = self._folded.lower[sentence.start : sentence.end]
        if number == 0:
            self._kind = document_section(line)
        if number < _HEAD_LINES and not self._document_speaker:
            self._document_speaker = self._speakers.read_line(sentence.start, sentence.end)
        if self._speakers.count == 1:
            state.only_speaker = state.speaker or state.only_speaker
        state.speaker = state.speaker_region = None
        state.source = ""
        state.section = section_modality(line) or state.section
        if self._cells and self._cells.is_head(sentence.start, sentence.end):
            return
        framing = [one for one in mentions if one.kind in ("period", "deadline") and not self._is_base(one)]
        if framing and number >= 1:
            state.frame, state.frame_paragraph = framing[-1], sentence.paragraph
        elif not framing and section_modality(line):
            state.frame = None

    def _is_base(self, mention: Mention) -> bool:
        """Return whether the words before a period make it one to compare with: targets for 2029 (baseline 2023)."""
        return _BASE.search(self._folded.lower, max(0, mention.start - 16), mention.start) is not None

    def _read(self, sentence: Sentence, mentions: list[Mention], is_han: bool) -> Context:
        state = self._state
        if state.frame and state.frame.kind == "deadline" and _CHAPTER.match(self._folded.plain, sentence.start):
            state.frame = None
        speaker = self._speakers.read(sentence.start, sentence.end)
        own = self._own_region(sentence, is_han)
        if speaker:
            self._take_speaker(speaker, sentence, own, is_han)
        elif own and state.speaker and state.speaker_region and own != state.speaker_region:
            state.speaker = state.speaker_region = None
            self._leave_frame(sentence)
        if own and not speaker:
            state.region, state.region_paragraph = own, sentence.paragraph
        elif state.region_paragraph != sentence.paragraph and self._default in (CHINA, CHINA_IN_CHINESE):
            state.region = state.speaker_region
        if state.passing and state.passing[0] is state.frame and state.frame_paragraph != sentence.paragraph:
            state.frame = state.passing[1]
        self._take_frame(sentence, mentions, is_han)
        self._carry(sentence, is_han)
        where = state.region or self._default
        who = self._who(speaker, where, is_han)
        if not (who.person or who.role):
            who = self._source(who, sentence)
        section = state.section or self._kind
        places = tuple(self._places_between(sentence.start, sentence.end))
        framed = self._frame(sentence)
        context = Context(
            sentence, is_han, who, where, framed, section, tuple(mentions), self._cues, places, self._cells
        )
        self._leave_part(sentence, mentions)
        self._take_last_year(sentence, mentions, is_han)
        return context

    def _frame(self, sentence: Sentence) -> Mention | None:
        """Return the period that goes on; one that is over does not go on in a sentence about what will be.

        There the year of the plan's title stands in its place, or with 全年 the year of publication. One that has not
        begun does not go on in an English sentence about what was.
        """
        frame, over = self._state.frame or self._of_title, self._published
        if self._state.carried and (frame is None or frame.start < sentence.start):
            frame = self._state.carried
        if frame is None or frame.last is None or over is None or frame.start >= sentence.start:
            return frame
        line, is_to_come = self._folded.lower, _TO_COME.search(self._folded.lower, sentence.start, sentence.end)
        if frame.last >= over:
            is_past = not is_to_come and _IS_DONE.search(line, sentence.start, sentence.end)
            if frame.kind == "deadline" and _IS_DONE_HAN.search(line, sentence.start, sentence.end):
                return self._of_title
            return None if is_past and frame.first is not None and frame.last.year > over.year else frame
        if self._state.section == REPORTED or not is_to_come:
            return frame
        year = self._folded.plain.find("全年", sentence.start, sentence.end)
        if year < 0:
            return self._of_title
        return Mention(year, year + 2, date(over.year, 1, 1), date(over.year, 12, 31), "period", relative=True)

    def _carry(self, sentence: Sentence, is_han: bool) -> None:
        """Forget the period of the part before where the sentence does not go on from it after a semicolon."""
        last, plain = self._state.last_part, self._folded.plain
        goes_on = is_han and last and last.paragraph == sentence.paragraph and plain[last.end - 1] in "；;"
        if not goes_on or _NUMBERED.match(plain, sentence.start):
            self._state.carried = None

    def _leave_part(self, sentence: Sentence, mentions: list[Mention]) -> None:
        state = self._state
        state.last_part = sentence
        told = [mention for mention in mentions if mention.kind in ("period", "deadline", "all")]
        state.carried = told[-1] if told else state.carried

    def _take_speaker(self, speaker: Speaker, sentence: Sentence, own: Where | None, is_han: bool) -> None:
        state = self._state
        if state.speaker is None or state.speaker.person != speaker.person:
            self._leave_frame(sentence)
        region = self._region_of_role(speaker, sentence, is_han) or own
        if region is None and state.speaker and state.speaker.person == speaker.person:
            region = state.speaker_region
        state.speaker, state.speaker_region, state.source = speaker, region or state.region, ""
        state.region, state.region_paragraph = state.speaker_region, sentence.paragraph

    def _leave_frame(self, sentence: Sentence) -> None:
        state = self._state
        if state.frame_paragraph != sentence.paragraph:
            state.frame, state.section = None, ""

    def _take_frame(self, sentence: Sentence, mentions: list[Mention], is_han: bool) -> None:
        line = self._folded.lower[sentence.start : sentence.end]
        periods = [mention for mention in mentions if mention.kind == "period"]
        if periods and len(line) <= _OPENING[is_han] and (opened := section_modality(line)):
            self._state.frame, self._state.frame_paragraph = periods[-1], sentence.paragraph
            self._state.section = opened
            return
        for mention in mentions:
            if mention.start - sentence.start > _FIRST_PERIOD[is_han] and not (
                is_han and _LEADS.fullmatch(self._folded.plain, sentence.start, mention.start)
            ):
                return
            ends_year = is_han and mention.kind == "deadline" and mention.last and mention.last.month == _DECEMBER
            if mention.kind == "period" or ends_year:
                self._state.frame, self._state.frame_paragraph = mention, sentence.paragraph
                return

    def _take_last_year(self, sentence: Sentence, mentions: list[Mention], is_han: bool) -> None:
        """Go on, as far as the paragraph goes, from the last year that a later part of a sentence begins with."""
        state, plain = self._state, self._folded.plain
        for mention in reversed(mentions):
            if mention.kind != "period" or mention is state.frame or not _is_a_year(mention):
                continue
            if plain[sentence.start : mention.start].rstrip().endswith(_CLAUSE_ENDS[is_han]):
                state.passing = mention, state.frame
                state.frame, state.frame_paragraph = mention, sentence.paragraph
                return

    def _who(self, explicit: Speaker | None, where: Where | None, is_han: bool) -> Who:
        speaker = explicit or self._state.speaker
        organisation = _organisation(where, is_han)
        if speaker:
            attribution = "explicit" if explicit else "inherited"
            return Who(organisation, speaker.person, speaker.role or None, attribution)
        if not self._document_speaker and self._speakers.count == 1 and self._state.only_speaker:
            only = self._state.only_speaker  # nobody else has spoken before this heading
            return Who(organisation, only.person, only.role or None, "document")
        if self._document_speaker:
            return Who(organisation, self._document_speaker.person, self._document_speaker.role or None, "document")
        return Who(organisation)

    def _source(self, who: Who, sentence: Sentence) -> Who:
        """Return the region with the office that the text rests on, where nobody speaks."""
        office = office_in(self._folded, self._text, sentence.start, sentence.end)
        self._state.source = office or self._state.source
        if not self._state.source:
            return who
        return replace(who, role=self._state.source, attribution="explicit" if office else "inherited")

    def _region_of_role(self, speaker: Speaker, sentence: Sentence, is_han: bool) -> Where | None:
        end = sentence.end if not is_han else speaker.start
        start = sentence.start if is_han else speaker.start
        role = self._folded.plain.find(speaker.role, start, end) if speaker.role else -1
        if role < 0:
            return None
        for place in self._places_between(role, role + len(speaker.role)):
            if place.level != "nation":
                return place.where if place.where == self._default else province_of(place.where, is_han)
        return None

    def _own_region(self, sentence: Sentence, is_han: bool) -> Where | None:
        places = self._places_between(sentence.start, min(sentence.end, sentence.start + _FIRST_WORDS[is_han]))
        own = {
            province_of(place.where, is_han): place
            for place in places
            if place.level != "nation" and not place.is_part and self._is_subject(place, sentence, is_han)
        }
        if len(own) == 1:
            region, place = next(iter(own.items()))
            return place.where if self._default == place.where else region
        return None

    def _is_subject(self, place: Place, sentence: Sentence, is_han: bool) -> bool:
        """Return whether a region is what the sentence is about: in a text on a nation only where it comes first."""
        if is_han:
            return place.start == sentence.start or self._folded.plain[place.start - 1] in _BEFORE_SUBJECT
        is_national = self._default in (CHINA, CHINA_IN_CHINESE)
        return not is_national or place.start - sentence.start <= _SUBJECT

    def _places_between(self, start: int, end: int) -> Sequence[Place]:
        return self._places[bisect_left(self._place_starts, start) : bisect_left(self._place_starts, end)]

    def _mentions_in(self, sentence: Sentence) -> list[Mention]:
        low, high = (bisect_left(self._mention_starts, at) for at in (sentence.start, sentence.end))
        return list(self._mentions[low:high])


def when_of(context: Context, text: str, start: int, end: int) -> tuple[When | None, Mention | None]:
    """Return the period of what stands at `start` to `end` of a sentence, and the words it rests on."""
    cell = context.cells.at(start) if context.cells else None
    mention = (
        (cell.mention if cell else None)
        or _beside(context, text, start, end)
        or _inside(context, start, end)
        or _after(context, text, end)
        or _before(context, start)
        or context.frame
    )
    if mention is None:
        return None, None
    is_own = context.sentence.start <= mention.start < context.sentence.end
    first = None if mention.kind in ("deadline", "loose") else mention.first
    if mention.kind == "loose" and context.frame and context.frame.last:
        mention = replace(mention, last=context.frame.last)
    if mention.kind == "all" and context.frame and context.frame.last:
        first, last = year(context.frame.last.year)
        mention = replace(mention, first=first, last=last)
    when = When(first, mention.last, None)
    if is_own:
        when = replace(when, start=mention.start, end=mention.end, surface=text[mention.start : mention.end])
    return when, mention


_PERIODS = frozenset({"period", "deadline", "open", "loose", "all"})


def mentions_between(context: Context, start: int, end: int) -> Sequence[Mention]:
    """Return the mentions of a sentence that begin at `start` or later and before `end`."""
    return context.mentions[_place(context, start) : _place(context, end)]


def _place(context: Context, at: int) -> int:
    """Return how many mentions of a sentence begin before a place."""
    return bisect_left(context.mentions, at, key=lambda mention: mention.start)


def _beside(context: Context, text: str, start: int, end: int) -> Mention | None:
    """Return the period directly before a Chinese figure (2025年的63.5%); of a multiple it is the base."""
    if not context.is_han or text[end - 1 : end] == "倍":
        return None
    at = _place(context, start) - 1
    mention = context.mentions[at] if at >= 0 else None
    is_near = mention and mention.kind in _PERIODS and text[mention.end : start] in ("", "的", "为", "达", "达到")
    return mention if is_near else None


def _inside(context: Context, start: int, end: int) -> Mention | None:
    """Return the last period that overlaps with what stands at `start` to `end`."""
    for number in range(_place(context, end) - 1, -1, -1):
        mention = context.mentions[number]
        if mention.end <= start:
            return None
        if mention.kind in _PERIODS:
            return mention
    return None


def _after(context: Context, text: str, end: int) -> Mention | None:
    reach = _REACH[context.is_han]
    for number in range(_place(context, end), len(context.mentions)):
        mention = context.mentions[number]
        if mention.start - end > max(reach, _LONG_CLAUSE):
            return None
        if mention.kind in _PERIODS and _is_near(text, mention, end, reach):
            return mention
    return None


def _before(context: Context, start: int) -> Mention | None:
    last = _place(context, start)
    for number in range(last - 1, max(-1, last - _MENTIONS_BACK), -1):
        mention = context.mentions[number]
        is_near = mention.kind != "open" or start - mention.end < _OPEN
        if mention.end <= start and mention.kind in _PERIODS and is_near:
            return mention
    return None


def _is_near(text: str, mention: Mention, end: int, reach: int) -> bool:
    """Return whether a period is that of what ends at `end` before it; an English deadline may end a long clause."""
    if _is_cut(text, end, mention.start):
        return False
    if mention.start - end <= reach:
        return True
    is_far = mention.start - end > _LONG_CLAUSE or mention.kind != "deadline" or reach != _REACH[False]
    return not is_far and _OTHER_CLAUSE.search(text[max(0, end - 1) : mention.start].lower(), 1) is None


def with_due(when: When | None, modality: str) -> When | None:
    """Return the period with the day it is due, where it is promised."""
    return replace(when, due=when.last) if when and modality == "promised" else when


def _is_a_year(mention: Mention) -> bool:
    return bool(mention.first and mention.last and (mention.last - mention.first).days <= 366)


def _is_cut(text: str, start: int, end: int) -> bool:
    return _CUT.search(text, start, end) is not None


def _organisation(where: Where | None, is_han: bool) -> str | None:
    if where is None:
        return None
    if where in (CHINA, CHINA_IN_CHINESE):
        return "国务院" if is_han else "State Council"
    is_province = (where.adcode or "").endswith("0000")
    return (
        f"{where.region} Province" if is_province and not is_han and where.adcode not in _NO_PROVINCES else where.region
    )


_NO_PROVINCES = frozenset({"110000", "120000", "310000", "500000", "150000", "450000", "540000", "640000", "650000"})


def _is_han(plain: str, sentence: Sentence) -> bool:
    sample = plain[sentence.start : min(sentence.end, sentence.start + 200)]
    return 3 * sum("\u3400" <= mark <= "\u9fff" for mark in sample) > len(sample)


_OURS = (("province", re.compile("我省|全省|省政府")), ("city", re.compile("我市|全市|市政府")))
_OUR_NATION = re.compile("我国")


_OF_A_CITY = 3
"""So many times as often as its province must a city be named in a text that also speaks of our province."""


def _city_of(region: Where, places: Sequence[Place]) -> Where | None:
    """Return the city of a province that is named far oftener than it, or alone, or None."""
    named = Counter(place.where for place in places if place.level in ("city", "province") and not place.is_part)
    of_all = named.pop(region, 0)
    inside = [(count, where) for where, count in named.items() if province_of(where, is_han=True) == region]
    count, city = max(inside, key=lambda one: one[0], default=(0, region))
    is_alone = len(inside) == 1
    return city if count >= _OF_A_CITY * of_all and (of_all or is_alone) and count else None


_COMPARED_BEFORE = re.compile("(?:占|高于|低于|快于|好于|优于|超过|居|列|于|较)\\Z")
_COMPARED_AFTER = re.compile(
    "第|前列|前茅|平均|首|最|领先|占比|各省|同类|水平|的?[一二三四五六七八九十百]分之|先进|率先"
)


def _is_compared(plain: str, place: Place) -> bool:
    """Return whether the nation is only what a region is compared with: 占全国四分之一, 全国第一."""
    if place.level != "nation" or plain[place.start : place.end] != "全国":
        return False
    before = _COMPARED_BEFORE.search(plain, max(0, place.start - 2), place.start)
    return bool(before or _COMPARED_AFTER.match(plain, place.end))


def main_region(places: Sequence[Place], plain: str) -> Where | None:
    """Return the region most named in a text; the nation where it is named as often as any province.

    A text that speaks of our province or our city is about the one it names most, however often it names the nation.
    """
    ours = {level: len(words.findall(plain)) for level, words in _OURS}
    level = max(ours, key=lambda level: ours[level])
    named = Counter(place.where for place in places if place.level == level)
    if not named and level == "province":
        named = Counter(province_of(place.where, is_han=True) for place in places if place.level == "city")
    if named and ours[level] > len(_OUR_NATION.findall(plain)):
        region, _ = named.most_common(1)[0]
        city = _city_of(region, places) if ours["city"] else None
        return city or region
    counts = Counter(place.where for place in places if not place.is_part and not _is_compared(plain, place))
    if not counts:
        return None
    order = {place.where: -at for at, place in reversed(list(enumerate(places)))}
    nations = sum(counts[where] for where in (CHINA, CHINA_IN_CHINESE))
    top, count = max(counts.items(), key=lambda item: (item[1], order[item[0]]))
    if nations and (nations >= count or top in (CHINA, CHINA_IN_CHINESE)):
        return CHINA_IN_CHINESE if counts[CHINA_IN_CHINESE] >= counts[CHINA] else CHINA
    return top
