"""`briefing`: the paper of a plan, from its material."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kaimen.portfolio import check
from kaimen.report.briefing.blocks import Block, Figure, Line, Paper, Section, Words
from kaimen.report.briefing.decisions import bound_section, decision_section
from kaimen.report.briefing.facts import facts
from kaimen.report.briefing.ground import Ground, Material
from kaimen.report.briefing.left_out import every_reason, left_out_section
from kaimen.report.briefing.lines import line
from kaimen.report.briefing.overview import money_block, overview_section
from kaimen.report.briefing.pledges import pledge_section, rule_section
from kaimen.report.briefing.prices import PriceRow, price_rows, price_section, use_picture
from kaimen.report.briefing.projects import chosen_section
from kaimen.report.briefing.rules import RuleState, rule_states
from kaimen.report.briefing.sums import sum_section

_LABELS = ("skip", "contents", "table", "passage", "cell", "sum", "page")


def briefing(material: Material, language: str) -> Paper:
    """Return the paper of a plan in a language (`en` or `zh`).

    Args:
        material: the plan with what it was made from; pledges and documents may be absent.
        language: the language of the words, and with it the units.
    """
    ground = Ground(material, language)
    speaker = ground.speaker
    states, prices = rule_states(ground), price_rows(ground)
    title = speaker.called(material.scenario.title or material.scenario.name)
    sections = [section for section in _sections(ground, states, prices) if section is not None]
    return Paper(
        language="zh-CN" if language == "zh" else "en",
        kicker=speaker.say("paper.kicker"),
        title=title,
        conclusion=_conclusion(ground),
        notice=speaker.say("paper.synthetic") if material.scenario.synthetic else "",
        sections=(Section("facts", speaker.say("facts.heading"), (facts(ground, states, prices),)), *sections),
        foot=speaker.say("paper.foot", scenario=material.scenario.name, library=material.library.name),
        labels={name: speaker.template(f"label.{name}") for name in _LABELS},
    )


def _sections(ground: Ground, states: Sequence[RuleState], prices: Sequence[PriceRow]) -> Iterator[Section | None]:
    pledges = pledge_section(ground)
    yield pledges
    yield rule_section(ground, states)
    yield overview_section(ground)
    yield _money_section(ground)
    yield price_section(ground, prices)
    yield chosen_section(ground)
    yield left_out_section(ground)
    yield decision_section(ground, prices, doubts=pledges is not None and _has_doubts(pledges))
    yield bound_section(ground)
    yield every_reason(ground)
    yield sum_section(ground, states)


def _has_doubts(section: Section) -> bool:
    return any(getattr(block, "doubted", False) for block in section.blocks)


def _money_section(ground: Ground) -> Section | None:
    found: tuple[Block | None, ...] = (use_picture(ground), money_block(ground))
    parts = tuple(part for part in found if part is not None)
    return Section("scarce", ground.speaker.say("scarce.heading"), parts) if parts else None


def _conclusion(ground: Ground) -> Line:
    speaker, result = ground.speaker, ground.result
    values = {
        "chosen": Figure(f"{len(ground.chosen):,}", to="chosen", mark="s"),
        "known": Figure(f"{ground.known:,}", to="source-list", mark="c"),
    }
    broken = check(ground.problem, result.portfolio)
    if broken:
        words = Words(speaker.say("paper.broken", n=f"{len(broken):,}"), "attn")
        return (*line(speaker, "paper.proposed", **values), words)
    gap = Figure(speaker.percent(result.price_gap, 2), to="bounds", mark="s")
    return (*line(speaker, "paper.proposed", **values), *line(speaker, "paper.kept", gap=gap))
