"""The quotas, pools and funds of a scenario file to the values of `kaimen.scenario`."""

from __future__ import annotations

from kaimen.errors import Place
from kaimen.formats.scenario_reader import EACH, TableReader
from kaimen.formats.scenario_schema import CarryTable, FundTable, QuotaTable
from kaimen.quantity import Unit
from kaimen.scenario import WHOLE, Carry, Draw, Fund, Quota


def read_quota(reader: TableReader, entry: object, key: str, *, is_pool: bool) -> Quota | None:
    """Return the quota or pool of one table, or None with findings."""
    table = reader.table(QuotaTable, entry, key)
    if table is None:
        return None
    place = reader.place(key, table.name)
    resource = reader.resources.get(table.resource)
    kind = resource.unit if resource else None
    amounts = reader.amounts(table.amount, reader.place(key, table.name, "amount"), kind)
    draw = _draw(reader, table, key, kind)
    carry = _carry(reader, table.carry, reader.place(key, table.name, "carry"), kind)
    if amounts is None or (table.pool and draw is None) or (table.carry and carry is None):
        return None
    cite = reader.cite(table.cite)
    return Quota(table.name, table.resource, table.region, amounts, is_pool, draw, carry, cite, place)


def read_fund(reader: TableReader, entry: object, key: str) -> Fund | None:
    """Return the fund of one table, or None with findings."""
    table = reader.table(FundTable, entry, key)
    if table is None:
        return None
    place = reader.place(key, table.name)
    amounts = reader.amounts(table.amount, reader.place(key, table.name, "amount"), reader.money)
    share = reader.fraction(table.share, reader.place(key, table.name, "share"))
    lawful = reader.selection(table.lawful, place)
    if amounts is None or share is None or lawful is None:
        return None
    if WHOLE in amounts and len(reader.labels) > 1:
        what = "A fund has its amounts by period."
        fix = f'Write amount = {{ {reader.labels[0]} = "..." }}, or {{ {EACH} = "..." }} for every period the same.'
        where = reader.place(key, table.name, "amount")
        reader.add("E402", what, where, ", ".join((*reader.labels, EACH)), "one amount", fix)
        return None
    if WHOLE in amounts:
        amounts = {reader.labels[0]: amounts[WHOLE]}
    life = table.over == "life"
    return Fund(table.name, amounts, share, life, lawful, reader.cite(table.cite), place)


def _draw(reader: TableReader, table: QuotaTable, key: str, kind: Unit | None) -> Draw | None:
    place = reader.place(key, table.name, "draw_at_most")
    if not table.pool and table.draw_at_most:
        what = "A draw is limited, but no pool is named."
        reader.add("E402", what, place, "pool", "none", 'Name the pool: pool = "...".')
    if not table.pool:
        return None
    if not table.draw_at_most:
        what = f'The draw on the pool "{table.pool}" has no limit.'
        reader.add("E402", what, place, "draw_at_most", "none", 'Every draw has a limit: draw_at_most = "100 mu".')
        return None
    cap = reader.amount(table.draw_at_most, place, kind)
    return Draw(table.pool, cap) if cap else None


def _carry(reader: TableReader, table: CarryTable | None, place: Place, kind: Unit | None) -> Carry | None:
    if table is None:
        return None
    rate, cap = reader.fraction(table.rate, place), reader.amount(table.at_most, place, kind)
    return Carry(rate, cap) if rate is not None and cap is not None else None
