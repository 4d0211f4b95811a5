"""Problems as values.

Reading never stops at the first problem: it returns what could be read together with
findings. A finding says what is wrong, where, what was expected, what was found and what
to do. Its code is a row of `FINDINGS`; `E` codes stop something from being read or from
holding, `W` codes are remarks. Exceptions are kept for misuse of the programming interface.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


class KaimenError(Exception):
    """The programming interface was used in a way it does not allow."""


def must_be(given: object, kind: type, what: str) -> None:
    """Hold what is given to a function against what it takes.

    Raises:
        KaimenError: it is of another kind; `what` says what is taken.
    """
    if not isinstance(given, kind):
        raise KaimenError(f"{what}, not {type(given).__name__}.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file, and inside it a cell, a line, a key or a span of text.

    `start` and `end` are code-point offsets, half-open; `cell` is a spreadsheet address such as `H12`.
    """

    file: str = ""
    sheet: str = ""
    cell: str = ""
    line: int | None = None
    key: str = ""
    start: int | None = None
    end: int | None = None

    def __str__(self) -> str:
        """Return the parts that are known, separated by commas."""
        span = f"characters {self.start} to {self.end}" if self.start is not None else ""
        span = f"character {self.start}" if span and self.end is None else span
        line = f"line {self.line}" if self.line is not None else ""
        sheet = f"sheet {self.sheet}" if self.sheet else ""
        cell = f"cell {self.cell}" if self.cell else ""
        return ", ".join(part for part in (self.file, sheet, line, cell, span, self.key) if part)


NOWHERE = Place()

FINDINGS: dict[str, str] = {
    "E101": "file cannot be opened",
    "E102": "file is empty",
    "E103": "file is not in a format that can be read",
    "E104": "text encoding cannot be read",
    "E105": "file cannot be written",
    "W106": "text was read in a legacy encoding",
    "W107": "row has more cells than the header",
    "E110": "mapping cannot be read",
    "W111": "document has undecided changes",
    "W112": "text has marks that are not seen",
    "W113": "part of a document is not read",
    "E201": "document does not say when it was published",
    "E210": "rate of change is outside what has been seen",
    "E211": "share is above the whole",
    "W212": "future tense for a period that is over",
    "E213": "amount is outside what the indicator has been",
    "W214": "part is larger than its whole",
    "W215": "list is not as long as its count",
    "W216": "city does not lie in the province",
    "W217": "another currency than is to be expected",
    "W218": "amount is too little or too much for each",
    "W219": "rate of something not named is very high",
    "E220": "indicator cannot be read",
    "W221": "figure differs from the twin text",
    "W222": "figure of another size than those beside it",
    "W224": "passage that only the language model found",
    "W225": "answer of the language model is not used",
    "W226": "figures of a sentence that do not reckon up",
    "E227": "word of your own table cannot be read",
    "W228": "name that several regions have",
    "W229": "comma read as a decimal one",
    "W230": "figure far from what earlier documents tell",
    "E301": "column is missing",
    "E302": "value is missing",
    "E303": "not a number",
    "E304": "unit is of the wrong kind or unknown",
    "E305": "amount is negative",
    "E306": "identifier occurs twice",
    "E307": "region is unknown",
    "E308": "date or period is unknown",
    "W309": "row is empty",
    "W310": "project costs nothing",
    "W311": "column is not used",
    "W315": "exported project is damaged",
    "W316": "number is far above all others",
    "W317": "row looks like a total",
    "W318": "other sheets are not read",
    "W319": "cells are merged",
    "W314": "list has no room for a project",
    "W313": "resource is taken otherwise than the scenario says",
    "E312": "word is not one of those allowed",
    "E401": "file is not valid TOML",
    "E402": "key is unknown, missing or of the wrong kind",
    "E403": "name is used twice",
    "E404": "name is not known",
    "E405": "amount cannot be read",
    "E406": "unit is of the wrong kind",
    "E407": "amount is negative",
    "E408": "override does not fit the scenario",
    "E409": "regions do not form a tree",
    "E410": "passage does not match its document",
    "E411": "pools do not form a tree",
    "E412": "share is not between 0 and 100 %",
    "W413": "document of a passage was not found",
    "W414": "pool has no amount for a period in which it is drawn on",
    "E415": "value function cannot be used",
    "W416": "value function both rises and falls",
    "W417": "criterion is missing and counts as the missing value",
    "E418": "overruns of a reference class cannot be used",
    "W419": "project without costs has no benefit-cost ratio",
    "W420": "criterion lies beyond the points of its value function",
    "E501": "rule names a project that is not in the library",
    "E502": "prerequisites form a circle",
    "E503": "project that must be in the portfolio has no possible option",
    "E504": "rules and quotas cannot all hold",
    "E505": "amounts are too large or too finely divided to be counted exactly",
    "E506": "criterion or field is not in the library",
    "W507": "rule selects no project",
    "W508": "project cannot be selected",
    "E510": "no plan was found before the stop",
    "E601": "plan file cannot be read",
    "E602": "input is missing",
    "E603": "input differs from the one the plan was made from",
    "E604": "portfolio breaks a row",
    "E605": "stated figure is not what the plan gives",
    "E606": "price has the wrong sign or does not name a row",
    "E607": "portfolio names something that is not in the problem",
    "W608": "version differs from the one that made the plan",
    "E801": "workspace cannot be opened",
    "E802": "workspace is newer than this kaimen",
    "E803": "somebody else changed it meanwhile",
    "E804": "ledger is broken",
    "E805": "workspace cannot be written",
    "E806": "ledger does not lead to the checkpoint",
    "E807": "backup cannot be restored",
    "E811": "project cannot go to that stage",
    "E812": "reason is missing",
    "E813": "entry cannot be undone",
    "E814": "row of a collected workbook is not the one that went out",
    "E815": "row names a project that was joined with another",
    "E821": "another text of this name is kept",
    "E822": "pledge cannot be changed",
    "E831": "project is not in the baseline",
    "E832": "observation says something else on the same day",
    "E833": "observation lies before the baseline",
    "E834": "periods overlap",
    "W835": "cumulative figure falls",
    "W836": "report is dated before its period is over",
    "E837": "baseline is not known",
    "E838": "indicator is not known",
    "E851": "calculation ended before its time",
    "E852": "name cannot be that of a plan",
    "E853": "plan is not known",
    "E854": "bundle cannot be made",
    "E855": "folder has something else in it",
    "E856": "plan is older than the workspace",
    "E857": "map cannot be used",
    "E858": "paper cannot be made as PDF",
    "E841": "server cannot be started",
    "E842": "not allowed",
    "E843": "request cannot be understood",
    "E844": "too many attempts",
    "E845": "account cannot be added or changed",
    "E846": "request is too large",
    "E849": "fault of the server",
    "E609": "project is not known",
    "E861": "appeal is not known",
    "E862": "project has no such fact",
    "E863": "appeal is not at this step",
    "E864": "too few years to learn from",
    "W865": "warnings are not shown to be good",
    "W866": "figures of a notice do not go together",
    "E867": "figure of a notice cannot be taken in",
    "E611": "witness does not prove what it states",
    "E612": "leaves of a certificate leave something out or overlap",
    "E701": "pledge was not confirmed",
    "E702": "pledge was retracted",
    "E703": "entry does not fit the ledger",
    "E704": "entry is dated before the one above it",
    "W705": "pledges that are cited were not checked",
    "E941": "list is no table of a service",
    "W942": "case was decided before it was received",
    "W943": "calendar does not know a year",
    "E944": "stop of a clock cannot be",
    "E945": "calendar says a day twice",
    "E946": "case, service or calendar is not known",
    "W947": "too few cases to say",
    "W948": "case is due before it was received",
    "E901": "journal is of another sweep",
    "W902": "journal has damaged lines",
    "E903": "workers of a sweep die again and again",
    "E904": "workers of a sweep do not start",
    "E911": "table of chains names something that is not there",
    "E912": "links form a circle",
    "E913": "share or value of a link cannot be used",
    "W914": "only some suppliers of a link state a share or capacity",
    "W915": "contact names a person rather than a role",
    "E916": "chain is not known",
    "E917": "table is none of the tables of chains",
    "E921": "versions of a rule are in force at the same time",
    "E922": "field of firms is not declared",
    "E923": "rule has no legal reference",
    "E924": "policies stand in each other's place in a circle",
    "E925": "condition or grant does not fit its field",
    "W926": "no firm says what a rule asks",
    "W927": "pool is claimed beyond its amount",
}
"""Every finding code with its title; `docs/reference/findings.md` describes each."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem found in input, as a value.

    `what` is a full sentence; `expected` and `found` are the two values that disagree, as text;
    `fix` says what to do. `code` must be a key of `FINDINGS`.
    """

    code: str
    what: str
    place: Place = NOWHERE
    expected: str = ""
    found: str = ""
    fix: str = ""

    def __post_init__(self) -> None:
        """Refuse a code without a row in the table."""
        if self.code not in FINDINGS:
            raise KaimenError(f"finding code {self.code} is not in kaimen.errors.FINDINGS")

    @property
    def is_error(self) -> bool:
        """Whether something could not be read or cannot hold (as against a remark)."""
        return self.code.startswith("E")

    def at(self, place: Place) -> Finding:
        """Return the same finding at `place`."""
        return replace(self, place=place)

    def __str__(self) -> str:
        """Return one line: code, place, what, expected and found, what to do."""
        where = f"{self.place}: " if str(self.place) else ""
        pair = [f"expected {self.expected}" if self.expected else "", f"found {self.found}" if self.found else ""]
        detail = ", ".join(part for part in pair if part)
        parts = [f"{where}{self.what}", f"{detail[:1].upper()}{detail[1:]}." if detail else "", self.fix]
        return f"{self.code}  " + " ".join(part for part in parts if part)


def has_errors(findings: Iterable[Finding]) -> bool:
    """Return whether any of the findings is an error rather than a remark."""
    return any(finding.is_error for finding in findings)
