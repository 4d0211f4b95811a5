"""What every store promises."""

from __future__ import annotations

import io
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text

from kaimen.store import Change, Draft, Receipt, Store, backup, noting, open_store, restore, verify
from kaimen.store.chain import GENESIS, Json
from tests.store.conftest import moment


def change(*drafts: Draft, minutes: int = 0, action: str = "record") -> Change:
    return Change("planner", moment(minutes), action, drafts, "because", "news.txt [3:9]")


def kept(store: Store, wanted: Change) -> Receipt:
    receipt, findings = store.write(wanted)
    assert findings == []
    assert receipt is not None
    return receipt


def test_what_is_written_is_read(store: Store) -> None:
    deep: Json = {"b": 1, "a": []}
    body: dict[str, Json] = {"title": "风电 =HYPERLINK()", "cost": "12.50", "years": [2024], "none": None, "deep": deep}
    receipt = kept(store, change(Draft("project", "GD-1", body), Draft("project", "GD-2", {})))

    assert [version.number for version in receipt.versions] == [1, 1]
    assert receipt.entry.previous == GENESIS
    found = store.version("project", "GD-1")
    assert found is not None
    assert found.body == body
    assert [version.id for version in store.versions("project")] == ["GD-1", "GD-2"]
    assert store.version("pledge", "GD-1") is None
    assert verify(store.engine) == []


def test_versions_follow_and_the_past_stays(store: Store) -> None:
    kept(store, change(Draft("pledge", "p1", {"due": "2024"})))
    kept(store, change(Draft("pledge", "p1", {"due": "2025"}, after=1), minutes=10, action="amend"))
    kept(store, change(Draft("pledge", "p1", None, after=2), minutes=20, action="retract"))

    assert store.version("pledge", "p1") is None
    states = [store.versions("pledge", at=moment(minutes)) for minutes in (-1, 5, 15, 25)]
    assert [[version.body for version in state] for state in states] == [[], [{"due": "2024"}], [{"due": "2025"}], []]
    actions = [(entry.action, version.number) for entry, version in store.history("pledge", "p1")]
    assert actions == [("record", 1), ("amend", 2), ("retract", 3)]
    assert verify(store.engine) == []


def test_a_change_from_an_old_version_is_refused_whole(store: Store) -> None:
    kept(store, change(Draft("project", "a", {"n": 1}), Draft("project", "b", {"n": 1})))
    kept(store, change(Draft("project", "a", {"n": 2}, after=1)))

    receipt, findings = store.write(
        change(Draft("project", "a", {"n": 3}, after=1), Draft("project", "b", {"n": 3}, 1))
    )

    assert receipt is None
    assert [(finding.code, finding.expected) for finding in findings] == [("E803", "version 2")]
    assert [version.body for version in store.versions("project")] == [{"n": 2}, {"n": 1}]
    assert verify(store.engine) == []


def test_of_two_that_follow_one_version_one_is_kept(store: Store) -> None:
    futures = [store.submit(change(Draft("project", "a", {"n": n}))) for n in range(20)]
    answers = [future.result() for future in futures]

    assert sum(receipt is not None for receipt, _ in answers) == 1
    assert len(store.history("project", "a")) == 1


def test_no_addition_is_lost_among_many_writers(store: Store) -> None:
    kept(store, change(Draft("counter", "c", {"n": 0})))

    def add(times: int) -> int:
        tries = 0
        for _ in range(times):
            while True:
                tries += 1
                now = store.version("counter", "c")
                assert now is not None
                assert now.body is not None
                n = now.body["n"]
                assert isinstance(n, int)
                if store.write(change(Draft("counter", "c", {"n": n + 1}, now.number)))[0] is not None:
                    break
        return tries

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, [15] * 4))

    last = store.version("counter", "c")
    assert last is not None
    assert last.body == {"n": 60}
    assert last.number == 61
    assert verify(store.engine) == []


@pytest.mark.parametrize("body", [{"x": 0.5}, {"x": [1, {"y": 2.0}]}])
def test_a_binary_fraction_is_misuse(store: Store, body: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="exact"):
        store.write(change(Draft("project", "a", body)))
    with pytest.raises(ValueError, match="time zone"):
        store.write(Change("planner", moment().replace(tzinfo=None), "record", (Draft("project", "a", {}),)))
    with pytest.raises(ValueError, match="once"):
        store.write(change(Draft("project", "a", {}), Draft("project", "a", {})))
    assert store.head().number == 0


def test_documents_are_kept_by_their_hash(store: Store) -> None:
    name = store.keep("2024年，广东".encode("gb18030"))

    assert store.keep("2024年，广东".encode("gb18030")) == name
    assert store.content(name) == "2024年，广东".encode("gb18030")
    assert store.content("0" * 64) is None
    assert verify(store.engine) == []


EDITS = {
    "author": "UPDATE entry SET author = 'somebody' WHERE number = 2",
    "moment": "UPDATE entry SET at = '2020-01-01T00:00:00.000000Z' WHERE number = 3",
    "body": "UPDATE version SET body = '{\"n\":9}' WHERE id = 'a' AND number = 2",
    "withdrawn": "UPDATE version SET body = NULL WHERE id = 'a' AND number = 2",
    "dropped version": "DELETE FROM version WHERE id = 'b'",
    "moved version": "UPDATE version SET entry = 1 WHERE id = 'a' AND number = 2",
    "renamed": "UPDATE version SET id = 'z' WHERE id = 'b'",
    "added version": "INSERT INTO version (kind, id, number, entry, body) VALUES ('project', 'x', 1, 1, '{}')",
    "hash": "UPDATE entry SET hash = previous WHERE number = 2",
    "document": "UPDATE content SET bytes = X'00'",
}


@pytest.mark.parametrize("sort", EDITS)
def test_an_edited_row_is_found(store: Store, sort: str) -> None:
    for n in range(3):
        kept(store, change(Draft("project", "a", {"n": n}, after=n)))
    kept(store, change(Draft("project", "b", {"n": 1})))
    store.keep(b"words")

    statement = EDITS[sort].replace("X'00'", "'\\x00'") if store.engine.dialect.name == "postgresql" else EDITS[sort]
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql(statement)

    assert "E804" in {finding.code for finding in verify(store.engine)}


def test_entries_cut_off_the_end_show_against_a_checkpoint(store: Store) -> None:
    for n in range(3):
        kept(store, change(Draft("project", "a", {"n": n}, after=n)))
    checkpoint = store.head()
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("DELETE FROM version WHERE entry = 3"))
        connection.execute(text("DELETE FROM entry WHERE number = 3"))

    assert verify(store.engine) == []
    assert [finding.code for finding in verify(store.engine, checkpoint)] == ["E806"]


def test_a_backup_taken_while_others_write_restores_and_verifies(store: Store, tmp_path: Any) -> None:
    name = store.keep(b"words")
    for n in range(30):
        kept(store, change(Draft("project", f"a{n}", {"n": n})))
    futures = [store.submit(change(Draft("project", f"b{n}", {"n": n}))) for n in range(50)]
    target = io.BytesIO()

    checkpoint = backup(store.engine, target)

    assert all(future.result()[0] for future in futures)
    again, findings = open_store(str(tmp_path / "again.db"))
    assert findings == []
    assert again is not None
    assert restore(again.engine, io.BytesIO(target.getvalue())) == []
    assert again.head() == checkpoint
    assert again.content(name) == b"words"
    assert verify(again.engine, checkpoint) == []
    assert verify(store.engine, checkpoint) == []
    second = io.BytesIO()
    backup(again.engine, second)
    assert second.getvalue() == target.getvalue()
    assert [finding.code for finding in restore(again.engine, io.BytesIO(target.getvalue()))] == ["E807"]
    again.close()


@pytest.mark.parametrize("part", [0.0, 0.3, 0.9])
def test_a_torn_backup_leaves_the_workspace_empty(store: Store, tmp_path: Any, part: float) -> None:
    kept(store, change(Draft("project", "a", {"n": 1})))
    target = io.BytesIO()
    backup(store.engine, target)
    torn = target.getvalue()[: int(len(target.getvalue()) * part)]
    again, _ = open_store(str(tmp_path / "again.db"))
    assert again is not None

    assert [finding.code for finding in restore(again.engine, io.BytesIO(torn))] == ["E807"]
    assert again.head().number == 0
    again.close()


def test_what_was_made_of_things_follows_the_ledger_and_each_version_is_made_once(store: Store) -> None:
    made: list[Json] = []

    def make(body: Mapping[str, Json]) -> Json:
        made.append(body["n"])
        return body["n"]

    def all_made() -> dict[str, Json]:
        with noting() as kinds:
            found = dict(store.made("project", make))
        assert kinds == {"project"}
        assert list(found) == sorted(found)
        return found

    assert all_made() == {}
    kept(store, change(Draft("project", "b", {"n": 1}), Draft("project", "c", {"n": 2})))
    assert all_made() == {"b": 1, "c": 2}
    kept(store, change(Draft("pledge", "p", {"n": 9})))
    kept(store, change(Draft("project", "a", {"n": 3}), Draft("project", "b", {"n": 4}, after=1)))
    kept(store, change(Draft("project", "c", None, after=1)))
    assert all_made() == all_made() == {"a": 3, "b": 4}
    assert sorted(map(str, made)) == ["1", "2", "3", "4"]
    kept(store, change(Draft("project", "c", {"n": 5}, after=2)))
    assert all_made() == {"a": 3, "b": 4, "c": 5}
