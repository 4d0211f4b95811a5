"""Help in one place: how a page is used, its keys, and what the words mean."""

from __future__ import annotations

from kaimen.report import Column, Table
from kaimen.web.addresses import Action, PageAt
from kaimen.web.page import Block, Group, Page, Prose, Sheet
from kaimen.web.visit import AnyVisit

WORDS = (
    "announcement",
    "candidate",
    "pledge",
    "ledger",
    "finding",
    "library",
    "stage",
    "option",
    "quota",
    "fund",
    "benefit",
    "price",
    "margin",
    "bound",
    "baseline",
    "waiver",
)
KEYS = ("a", "e", "r", "s", "o", "j", "k", "z")


def show(visit: AnyVisit) -> Page:
    parts = ("numbers", "twins", "changes")
    notes = (*(Prose(visit.say(f"web.help.{part}")) for part in parts), Prose(visit.say("web.library.keys")))
    keys = _table(visit, "keys", [(key, visit.say(f"web.key.{key}")) for key in KEYS])
    words = [(visit.say(f"web.word.{word}"), visit.say(f"web.word.{word}.means")) for word in WORDS]
    blocks: tuple[Block, ...] = (
        *notes,
        Group(visit.say("web.help.keys"), (keys,)),
        Group(visit.say("web.help.words"), (_table(visit, "words", words),)),
    )
    return Page(visit.say("web.help"), blocks)


def _table(visit: AnyVisit, name: str, rows: list[tuple[str, str]]) -> Sheet:
    table = Table(name, (Column("word", "word"), Column("means", "means")), tuple(rows))
    return Sheet(table, heads={"word": visit.say("web.help.word"), "means": visit.say("web.help.means")})


PAGES = (PageAt("/help", "web.help", show, is_traced=True),)
ACTIONS: tuple[Action, ...] = ()
