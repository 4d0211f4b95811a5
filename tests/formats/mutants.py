"""Files that nobody meant to write: mutated lists and packages, and forty bombs by name, read in limited children.

A child is forked ahead for a batch, gets its limits of memory and time, reads one file after another and says what
became of each. One that dies, is silent or takes too long counts as a crash of the file it was reading.
"""

from __future__ import annotations

import io
import json
import os
import random
import re
import resource
import signal
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from kaimen.errors import Finding
from kaimen.formats.firm_table import parse_firms
from kaimen.formats.library_list import library_csv, library_xlsx
from kaimen.formats.library_table import parse_library
from kaimen.formats.oc4ids import library_package, parse_package
from kaimen.formats.region_table import parse_regions
from kaimen.stages import DEFAULT

MEMORY = 512 * 2**20
SECONDS = 10
_BATCH = 100

LIST = """id,title,region,sector,owner,ownership,stage,cost (million yuan),criterion: jobs,demand: land (mu),ready: site
A,Wind base,North,energy,Grid,state,reserve,10,5,3.5,2024-02-19
B,"Port, deep",North,transport,Port,private,reserve,20,9,12 mu,yes
C,Rail 铁路,South,transport,,mixed,appraised,30.25,7,0,no
"""
FIRMS = "id,name,region,ownership,size,source,fact: revenue 2023 (million yuan)\nF-1,Grid,North,state,large,p. 3,120\n"
REGIONS = 'id,within,level,name,members,tile\nP,,province,,,\nNorth,P,city,,,"1, 2"\nbelt,,,,North; P,\n'

Read = Callable[[bytes], tuple[int, list[Finding]]]


def _list(content: bytes) -> tuple[int, list[Finding]]:
    library, findings = parse_library(content, "list")
    return len(library.projects), findings


def _package(content: bytes) -> tuple[int, list[Finding]]:
    library, findings = parse_package(content, "list.json")
    return len(library.projects) if library else 0, findings


def _firms(content: bytes) -> tuple[int, list[Finding]]:
    firms, findings = parse_firms(content, "firms")
    return len(firms), findings


def _regions(content: bytes) -> tuple[int, list[Finding]]:
    regions, groups, findings = parse_regions(content, "regions")
    return len(regions) + len(groups), findings


def whole_files() -> list[tuple[Read, bytes]]:
    """The files that are mutated, each with what reads it."""
    library, findings = parse_library(LIST.encode(), "list.csv")
    assert len(library.projects) == 3, findings
    package = library_package(library, DEFAULT, datetime(2024, 2, 19, tzinfo=UTC))
    return [
        (_list, LIST.encode()),
        (_list, library_csv(library)[0]),
        (_list, library_xlsx(library)[0]),
        (_package, json.dumps(package, ensure_ascii=False).encode()),
        (_firms, FIRMS.encode()),
        (_regions, REGIONS.encode()),
    ]


_NASTY = (
    b"\x00",
    b"\xff\xfe",
    b'"',
    b"\r",
    b"\n\n",
    b",",
    b"{",
    b"[",
    b"]]>",
    b"&lol;",
    b"9" * 40,
    b"-",
    b"1e999",
    b"'",
)
_NASTY_TOO = (
    b"<c r=",
    b"\xf0\x9f\x92\xa3",
    b"\\ud800",
    b"NaN",
    b"null",
    b"=1+1",
    b"(mu)",
    b"A1048576",
    b"id",
    b"</row>",
)


def mutated(content: bytes, draw: random.Random) -> bytes:
    """Return a file with one to six things done to it; of a workbook half the time to a part inside."""
    if content.startswith(b"PK") and draw.random() < 0.6:
        return _rezipped(content, draw)
    changed = bytearray(content)
    for _ in range(draw.randint(1, 6)):
        at = draw.randrange(len(changed) + 1)
        end = min(len(changed), at + draw.choice((1, 1, 2, 8, 60)))
        kind = draw.randrange(6)
        if kind == 0 and at < len(changed):
            changed[at] = draw.randrange(256)
        elif kind == 1:
            del changed[at:end]
        elif kind == 2:
            changed[at:at] = draw.choice(_NASTY + _NASTY_TOO)
        elif kind == 3:
            changed[at:at] = changed[at:end] * draw.randint(1, 20)
        elif kind == 4 and draw.random() < 0.3:
            del changed[at:]
        else:
            other = draw.randrange(len(changed) + 1)
            changed[at:end] = changed[other : other + end - at]
    return bytes(changed)


def _rezipped(content: bytes, draw: random.Random) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        names = before.namelist()
        chosen = draw.choice(names)
        for name in names:
            part = before.read(name)
            after.writestr(name, mutated(part, draw) if name == chosen and part else part)
    return target.getvalue()


@dataclass
class Judged:
    """How many files were read, how many of them refused, and what was wrong with the reading of any."""

    read: int = 0
    refused: int = 0
    crashes: list[str] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    slowest: float = 0.0
    largest: int = 0


def judge(files: Iterable[tuple[str, Read, bytes]]) -> Judged:
    """Read files in limited children."""
    judged = Judged()
    for batch in _batches(files):
        waiting = list(batch)
        while waiting:
            waiting = waiting[_one_child(waiting, judged) :]
    return judged


def _batches(files: Iterable[tuple[str, Read, bytes]]) -> Iterator[list[tuple[str, Read, bytes]]]:
    batch: list[tuple[str, Read, bytes]] = []
    for file in files:
        batch.append(file)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _one_child(files: Sequence[tuple[str, Read, bytes]], judged: Judged) -> int:
    """Let one child read; return how many files it was done with, the one it died of included."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _read_all(files, writing)
    os.close(writing)
    done = 0
    with os.fdopen(reading) as told:
        for line in told:
            name, (count, codes, whole, seconds, memory) = files[done][0], json.loads(line)
            judged.read += 1
            judged.refused += not count
            judged.slowest = max(judged.slowest, seconds)
            judged.largest = max(judged.largest, memory)
            if (not count and not any(code.startswith("E") for code in codes)) or not whole:
                judged.silent.append(f"{name}: {codes}")
            done += 1
    _, status = os.waitpid(child, 0)
    if done < len(files):
        judged.crashes.append(f"{files[done][0]}: child ended with {status}")
        done += 1
    return done


def _read_all(files: Sequence[tuple[str, Read, bytes]], writing: int) -> None:
    try:
        used = int(re.findall(r"VmSize:\s+(\d+)", Path("/proc/self/status").read_text())[0]) * 1024
        resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
        before = _peak()
        for _, read, content in files:
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            began = time.process_time()
            count, findings = read(content)
            seconds = time.process_time() - began
            signal.setitimer(signal.ITIMER_PROF, 0)
            whole = all(finding.what and (finding.fix or not finding.is_error) for finding in findings)
            told = [count, sorted({finding.code for finding in findings})[:5], whole, seconds, max(0, _peak() - before)]
            os.write(writing, (json.dumps(told) + "\n").encode())
    except BaseException as error:  # noqa: BLE001 - told to the parent as a crash
        os.write(2, f"{type(error).__name__}: {error}\n"[:300].encode())
        os._exit(1)
    os._exit(0)


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def mutants(count: int, seed: int) -> Iterator[tuple[str, Read, bytes]]:
    """Mutated files."""
    draw, whole = random.Random(seed), whole_files()
    for number in range(count):
        read, content = whole[number % len(whole)]
        yield f"mutant {number} of {seed}", read, mutated(content, draw)


# --- bombs ---


def bombs(size: int) -> Iterator[tuple[str, Read, bytes]]:
    """Forty files made to hurt, by name; `size` is 10 for those of full size, 1 for a tenth of it."""
    for name, content in _texts(size).items():
        yield name, _list, content
    for name, content in _packages(size).items():
        yield name, _package, content
    for name, parts in _workbooks(size).items():
        yield name, _list, _zipped(parts)
    sound = whole_files()[2][1]
    for name, content in _archives(sound).items():
        yield name, _list, content


def _texts(size: int) -> dict[str, bytes]:
    head = b"id,title,cost (million yuan)\n"
    return {
        "a line of commas": b"," * (1_000_000 * size),
        "a header of many columns": b"id," + b",".join(b"field: c%d" % n for n in range(20_000 * size)) + b"\nA\n",
        "a quotation mark that never closes": head + b'A,"' + b"x\n" * (10_000 * size),
        "a quotation mark in every cell": head + b'"' * 200_001,
        "a cell of many characters": head + b"A," + b"x" * (500_000 * size) + b",1\n",
        "a number of a hundred thousand digits": head + b"A,t," + b"9" * 100_000 + b"\n",
        "a number with a vast exponent": head + b"A,t,1e999999999\n",
        "rows of one id": head + b"A,t,1\n" * (10_000 * size),
        "only line ends": b"\n" * 1_000_000,
        "zeros": bytes(1_000_000),
        "half a character": head + b"A,\xe9\x93",
        "a mark of UTF-16 and an odd byte": b"\xff\xfe" + head,
        "combining marks": head + b"A,e" + "\u0301".encode() * 200_000 + b",1\n",
        "ligatures that fold to many letters": head + b"A,t,1\n" + "\ufdfa".encode() * (10_000 * size),
    }


def _packages(size: int) -> dict[str, bytes]:
    return {
        "lists very deep": b"[" * (100_000 * size),
        "objects very deep": b'{"projects":[' + b'{"id":' * (10_000 * size),
        "an integer of a million digits": b'{"projects":[{"id":"A","budget":{"amount":{"amount":'
        + b"9" * 10**6
        + b"}}}]}",
        "numbers that are none": b'{"projects":[{"id":"A","budget":{"amount":{"amount":NaN,"currency":Infinity}}}]}',
        "half a surrogate": b'{"projects":[{"id":"\\ud800","title":"\\udfff"}]}',
        "very many keys": b'{"projects":[{"id":"A",' + b",".join(b'"k%d":1' % n for n in range(10_000 * size)) + b"}]}",
        "everything of the wrong kind": b'{"projects":[{"id":[],"title":{},"locations":7,"budget":[]},7,null]}',
        "an own project that is none": (
            b'{"projects":[{"id":"A","additionalClassifications":[{"scheme":"kaimen","id":"{"}]}]}'
        ),
    }


_SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%b</sheetData></worksheet>'
_CELL = b'<c r="%b" t="inlineStr"><is><t>%b</t></is></c>'


def _row(cells: dict[bytes, bytes]) -> bytes:
    return b"<row>" + b"".join(_CELL % cell for cell in cells.items()) + b"</row>"


_HEAD = _row({b"A1": b"id", b"B1": b"title"})


def plain_workbook() -> bytes:
    """What the workbooks among the bombs are made of, harmless."""
    return _zipped(_parts(_SHEET % (_HEAD + _row({b"A2": b"A", b"B2": b"Port"}))))


def _workbooks(size: int) -> dict[str, dict[str, bytes]]:
    lol = b"<!DOCTYPE x [<!ENTITY a0 'lol'>" + b"".join(
        b"<!ENTITY a%d '%b'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12)
    )
    outside = b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
    sheets = {
        "a cell in the last row and column": _HEAD + _row({b"XFD1048576": b"x"}),
        "a cell beyond all rows": _HEAD + _row({b"A9999999": b"x"}),
        "a cell in column ZZZ": _HEAD + _row({b"ZZZ1000": b"x"}),
        "a cell without an address": _HEAD + b"<row><c r=''/></row>",
        "a row number of twenty digits": _HEAD + b"<row r='99999999999999999999'><c><v>1</v></c></row>",
        "a far row of cells without addresses": _HEAD + b"<row r='1048576'>" + b"<c><v>1</v></c>" * 16_000 + b"</row>",
        "a shared text that is not there": _HEAD + b"<row><c r='A2' t='s'><v>4000000000</v></c></row>",
        "elements very deep": _HEAD + b"<a>" * (10_000 * size),
        "a sheet of many megabytes": _HEAD + _row({b"A2": b"x" * 10}) + b" " * (60_000_000 * size),
        "filled cells of one address": _HEAD + b"<row>" + b"<c r='A2'><v>1</v></c>" * (30_000 * size) + b"</row>",
    }
    found = {name: _parts(_SHEET % rows) for name, rows in sheets.items()}
    found["a billion laughs"] = _parts(lol + b"]>" + _SHEET % _row({b"A1": b"&a11;"}))
    found["a file from outside"] = _parts(outside + _SHEET % _row({b"A1": b"&a;"}))
    return found


def _parts(sheet: bytes) -> dict[str, bytes]:
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": (
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{relations}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>'
        ).encode(),
        "xl/workbook.xml": (
            f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets>'
            "</workbook>"
        ).encode(),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{relations}/worksheet"'
            ' Target="worksheets/sheet1.xml"/></Relationships>'
        ).encode(),
        "xl/worksheets/sheet1.xml": sheet,
    }


def _zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def _archives(sound: bytes) -> dict[str, bytes]:
    sizes = bytearray(sound)
    at = sizes.rindex(b"PK\x01\x02")
    sizes[at + 24 : at + 28] = b"\xff\xff\xff\x7f"
    locked = bytearray(sound)
    for found in re.finditer(rb"PK\x01\x02", sound):
        locked[found.start() + 8] |= 1
    return {
        "an archive of nothing": b"PK\x05\x06" + bytes(18),
        "the first half of a workbook": sound[: len(sound) // 2],
        "a workbook without its directory": sound[: sound.index(b"PK\x01\x02")],
        "a part that claims two gigabytes": bytes(sizes),
        "a workbook under a password": bytes(locked),
        "a part outside the archive": _zipped({"../../etc/passwd": b"x", "xl/workbook.xml": b"<workbook/>"}),
    }
