"""What of a workspace may be seen by everybody: rules and how many are due something, clocks, chains, equal treatment.

Public are rules, counts and states. Left out are whatever is one firm's or one person's: names of firms, their facts
and what they are due; cases and desks; leads, investors and contacts; who depends on whom; appeals and their claims;
accounts and the authors of entries. A count below `LEAST` is not told, since it may tell who is counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from functools import cached_property

from kaimen.audit import Preference, preferences, rederive
from kaimen.errors import Finding
from kaimen.formats.briefing import paper_html
from kaimen.policies import Entitlements, entitle
from kaimen.portfolio import Result
from kaimen.report import Column, Table
from kaimen.report.briefing.blocks import Block, Para, Section, Words
from kaimen.report.chains import chain_sentence, link_table
from kaimen.report.language import LANGUAGES, Speaker, said_reference, said_value
from kaimen.report.policies import policy_table
from kaimen.report.rows import Value
from kaimen.report.sections import grid_of
from kaimen.report.service import service_table
from kaimen.service import Clock, end_of
from kaimen.workspace.business.chains import chain_ground
from kaimen.workspace.business.policy_books import kept_books
from kaimen.workspace.business.services import services_in
from kaimen.workspace.delivery.appeals import appeals_in
from kaimen.workspace.planning.questions import Question
from kaimen.workspace.publishing.guides import Beside, guide_of, names_in
from kaimen.workspace.record.firms import firms_in
from kaimen.workspace.record.office import Office
from kaimen.workspace.record.region_trees import tree_in

LEAST = 5
"""The smallest count of firms or cases that is told, other than none."""

_LINK_COLUMNS = ("title", "layer", "state", "suppliers", "projects")
_SERVICE_COLUMNS = ("service", "cases", "in_time", "late", "late_rate")


@dataclass(frozen=True)
class Public:
    """A workspace as everybody may see it on a day, beside a plan."""

    office: Office
    question: Question
    result: Result
    day: date

    def sections(self, language: str) -> list[Section]:
        """Return a section for each thing that the workspace has."""
        speaker = Speaker(language, names_in(self.office.store, language))
        parts = (
            ("policies", "web.policies.title", self._policies(speaker)),
            ("chains", "web.chains.title", self._chains(speaker)),
            ("services", "web.services.title", self._services(speaker)),
            ("treatment", "web.audit.title", self._treatment(speaker)),
        )
        found = [(name, title, tuple(blocks)) for name, title, blocks in parts]
        return [Section(f"public-{name}", speaker.say(title), blocks) for name, title, blocks in found if blocks]

    def guides(self, regions: Sequence[str]) -> tuple[dict[str, bytes], list[Finding]]:
        """Return the introduction guides of regions as files by their names, in each language, whole.

        A guide is made for investors: it names firms and posts to turn to. So it is public only where it is asked for.
        """
        files, findings = {}, []
        for region in regions:
            for language in LANGUAGES:
                paper, found = guide_of(self.office, region, Beside(day=self.day), language)
                findings += found if paper is None else []
                if paper is not None:
                    files[f"guide-{re.sub(r'[^0-9A-Za-z_-]+', '-', region)}.{language}.html"] = paper_html(paper)
            if findings:
                break
        return files, findings

    def tables(self) -> dict[str, Table]:
        """Return the same as files by their names, in English."""
        speaker = Speaker("en")
        found = {f"policies-{name}.csv": _policy_rows(due, speaker) for name, due in self._due.items()}
        services = self._service_rows("en")
        return found | ({"services.csv": services} if services.rows else {})

    @cached_property
    def _due(self) -> Mapping[str, Entitlements]:
        firms, tree = tuple(firms_in(self.office)), tree_in(self.office.store)
        return {name: entitle(book, firms, self.day, tree) for name, book in kept_books(self.office.store).items()}

    @cached_property
    def _clocks(self) -> list[Clock]:
        return list(services_in(self.office).read(end_of(self.day).replace(tzinfo=UTC)))

    @cached_property
    def _preferences(self) -> list[Preference]:
        return list(preferences(self.question.scenario))

    def _policies(self, speaker: Speaker) -> Iterator[Block]:
        if self._due:
            yield _quiet(speaker.say("site.policies.note", day=self.day.isoformat(), least=str(LEAST)))
        for number, (name, due) in enumerate(self._due.items(), 1):
            title = speaker.called(due.columns.book.title or name)
            yield grid_of(_policy_rows(due, speaker), f"public-policies-{number}", title)

    def _chains(self, speaker: Speaker) -> Iterator[Block]:
        ground = chain_ground(self.office)
        titles, survey = ground.titles(speaker), ground.survey()
        for number, chain in enumerate(ground.tables.chains, 1):
            states = [state for state in survey.states if state.link.chain == chain.id]
            if states:
                called = titles.of(chain.id)
                yield Para((Words(chain_sentence(states, called, speaker)),))
                yield grid_of(_narrowed(link_table(states, titles), _LINK_COLUMNS), f"public-chain-{number}", called)

    def _services(self, speaker: Speaker) -> Iterator[Block]:
        rows = self._service_rows(speaker.language)
        if rows.rows:
            yield _quiet(speaker.say("site.services.note", day=self.day.isoformat(), least=str(LEAST)))
            yield grid_of(rows, "public-services-table", rows.name)

    def _service_rows(self, language: str) -> Table:
        table = _narrowed(service_table(self._clocks, language), _SERVICE_COLUMNS)
        return Table(table.name, table.columns, tuple(row for row in table.rows if _count(row[1]) >= LEAST))

    def _treatment(self, speaker: Speaker) -> Iterator[Block]:
        exact = rederive(self.question.problem, self.result)
        every, odd = len(exact.decisions), len(exact.exceptions)
        told = speaker.say("site.treatment.sentence", every=f"{every:,}", follow=f"{every - odd:,}", odd=f"{odd:,}")
        yield Para((Words(told),))
        rows = tuple(_preference(speaker, one) for one in self._preferences)
        heads = [Column(key, speaker.say(f"web.audit.head.{key}")) for key in ("name", "kind", "cites")]
        if rows:
            yield grid_of(
                Table("declared", tuple(heads), rows), "public-declared", speaker.say("site.treatment.declared")
            )
        else:
            yield _quiet(speaker.say("web.audit.no_preference"))
        states = [appeal.state for appeal in appeals_in(self.office)]
        if states:
            counts = [f"{speaker.say(f'web.appeal.{state}')} {states.count(state):,}" for state in sorted(set(states))]
            yield _quiet(f"{speaker.say('web.appeals.title')}: {speaker.separate(counts)}")


def _policy_rows(due: Entitlements, speaker: Speaker) -> Table:
    """Return rules with where they stand, and how many firms are due how much where that tells of nobody alone."""
    money = said_value(speaker, str(due.columns.book.money))
    references = {policy.id: said_reference(speaker, policy.reference) for policy in due.policies}
    rows: list[tuple[Value, ...]] = []
    for policy, count, amount, *_, title, _reference in policy_table(due, 0).rows:
        is_few = 0 < _count(count) < LEAST
        few = speaker.say("site.few", least=str(LEAST))
        rows.append(
            (speaker.called(str(title)), references[str(policy)], few if is_few else count, None if is_few else amount)
        )
    heads = ("title", "reference", "due", "amount")
    said = [speaker.say(f"web.policies.head.{head}", unit=money) for head in heads]
    columns = [Column(head, text, head in ("due", "amount"), 0) for head, text in zip(heads, said, strict=True)]
    return Table("policies", tuple(columns), tuple(rows))


def _preference(speaker: Speaker, entry: Preference) -> tuple[Value, ...]:
    """Return what prefers some; of a waiver it is not told who decided it, nor why."""
    kind = entry.kind if entry.kind in ("fund", "quota", "waiver") else "rule"
    cites = "" if kind == "waiver" else speaker.separate(said_value(speaker, part) for part in entry.cites.split("; "))
    return speaker.called(entry.name), speaker.say(f"web.audit.kind.{kind}"), cites


def _narrowed(table: Table, keys: tuple[str, ...]) -> Table:
    places = [next(at for at, column in enumerate(table.columns) if column.key == key) for key in keys]
    columns = tuple(table.columns[at] for at in places)
    return Table(table.name, columns, tuple(tuple(row[at] for at in places) for row in table.rows))


def _count(value: Value) -> int:
    return value if isinstance(value, int) else 0


def _quiet(text: str) -> Para:
    return Para((Words(text),), "quiet")
