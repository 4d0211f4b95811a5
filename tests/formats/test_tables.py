"""Tables from CSV and XLSX: found wherever the header stands, in any encoding, and never a traceback."""

from __future__ import annotations

import codecs
import inspect
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from kaimen.errors import Finding, Place
from kaimen.formats import spreadsheet
from kaimen.formats.spreadsheet import cell_text
from kaimen.formats.tables import Headings, Table, cell_name, fold, parse_table

WANTED = Headings({"id", "net land", "county"}.__contains__, '"id", "net land", "county"')


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]], first_row: int = 0, first_column: int = 0) -> bytes:
    """Return an XLSX file with these rows, as XlsxWriter writes them."""
    target = io.BytesIO()
    with Workbook(target, {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows, first_row):
                sheet.write_row(number, first_column, row)
    return target.getvalue()


def rows_of(table: Table | None) -> list[tuple[int, tuple[str, ...]]]:
    assert table is not None
    return [(row.number, row.cells) for row in table.rows]


def read(text: str) -> tuple[Table | None, list[Finding]]:
    return parse_table(inspect.cleandoc(text).encode(), "list.csv", WANTED)


def test_a_plain_csv_keeps_its_row_numbers() -> None:
    """
    id,county
    A,Essex

    B,Union
    """
    table, findings = read(test_a_plain_csv_keeps_its_row_numbers.__doc__ or "")

    assert findings == []
    assert rows_of(table) == [(2, ("A", "Essex")), (3, ("", "")), (4, ("B", "Union"))]
    assert table is not None
    assert table.place(4, 1) == Place("list.csv", "", "B4")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_the_one_that_shows_the_columns(delimiter: str) -> None:
    lines = [["Projects, 2024; all", "", ""], ["id", "Net land", "note"], ["A", "12", '"x, y; z"']]
    content = "\n".join(delimiter.join(line) for line in lines).encode()

    table, findings = parse_table(content, "list.csv", WANTED)

    assert findings == []
    assert table is not None
    assert table.header[0] == "id"
    assert table.rows[-1].cells == ("A", "12", "x, y; z")


def test_the_header_is_found_below_a_title_and_matches_folded() -> None:
    """
    Projects of the county
    Source: the office of the county

    ID,"Net
      land",Ｃｏｕｎｔｙ
    A,12,Essex
    """
    table, findings = read(test_the_header_is_found_below_a_title_and_matches_folded.__doc__ or "")

    assert findings == []
    assert table is not None
    assert table.header_row == 4
    assert [fold(heading) for heading in table.header] == ["id", "net land", "county"]
    assert rows_of(table) == [(5, ("A", "12", "Essex"))]


def test_a_quoted_newline_stays_in_its_cell_and_counts_as_one_row() -> None:
    """
    id,county
    A,"Essex
    North"
    B,Union
    """
    table, _ = read(test_a_quoted_newline_stays_in_its_cell_and_counts_as_one_row.__doc__ or "")

    assert rows_of(table) == [(2, ("A", "Essex\nNorth")), (3, ("B", "Union"))]


def test_ragged_rows_are_filled_up_or_kept_whole() -> None:
    """
    id,county
    A
    B,Union,more
    """
    table, findings = read(test_ragged_rows_are_filled_up_or_kept_whole.__doc__ or "")

    assert findings == []
    assert rows_of(table) == [(2, ("A", "")), (3, ("B", "Union", "more"))]


def test_a_row_with_odd_quotation_marks_is_left_out_and_the_rest_is_read() -> None:
    """
    id,county
    A,"12" pipe"
    B,Union
    C,"never closed
    D,Essex
    """
    table, findings = read(test_a_row_with_odd_quotation_marks_is_left_out_and_the_rest_is_read.__doc__ or "")

    assert rows_of(table) == [(3, ("B", "Union")), (5, ("D", "Essex"))]
    assert [(f.code, f.place) for f in findings] == [
        ("E103", Place("list.csv", line=2)),
        ("E103", Place("list.csv", line=4)),
    ]


CHINESE = "id,county\nA,广州市番禺区\n"


@pytest.mark.parametrize(
    ("content", "county", "remark"),
    [
        (CHINESE.encode(), "广州市番禺区", ""),
        (codecs.BOM_UTF8 + CHINESE.encode(), "广州市番禺区", ""),
        (CHINESE.encode("utf-16"), "广州市番禺区", ""),
        (codecs.BOM_UTF16_BE + CHINESE.encode("utf-16-be"), "广州市番禺区", ""),
        (CHINESE.encode("utf-16-le"), "广州市番禺区", ""),
        (CHINESE.encode("utf-16-be"), "广州市番禺区", ""),
        (CHINESE.encode("gb18030"), "广州市番禺区", "GB18030"),
        ("id,county\nA,Montréal à Zürich\n".encode("cp1252"), "Montréal à Zürich", "Windows-1252"),
    ],
)
def test_encodings(content: bytes, county: str, remark: str) -> None:
    table, findings = parse_table(content, "list.csv", WANTED)

    assert rows_of(table) == [(2, ("A", county))]
    assert [(f.code, f.place, f.found) for f in findings] == ([("W106", Place("list.csv"), remark)] if remark else [])


@pytest.mark.parametrize("content", [b"", b" \r\n\t ", codecs.BOM_UTF8, "  \n".encode("utf-16"), workbook({"A": []})])
def test_an_empty_file(content: bytes) -> None:
    table, findings = parse_table(content, "list", WANTED)

    assert table is None
    assert [(f.code, f.place) for f in findings] == [("E102", Place("list"))]


GOOD = workbook({"Projects": [["id", "county"], ["A", "Essex"]]})


@pytest.mark.parametrize(
    "content",
    [
        GOOD[:200],
        GOOD[: len(GOOD) // 2],
        GOOD[:-30],
        GOOD[:1000] + b"\0" * 40 + GOOD[1040:],
        b"PK\x03\x04 and nothing more",
        b"PK\x05\x06" + b"\0" * 18,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
        b"<!DOCTYPE html><table><tr><td>id</td></tr></table>",
        bytes(range(256)) * 8,
        b"id,county\n\0\0\0",
    ],
)
def test_what_is_no_table_is_refused(content: bytes) -> None:
    table, findings = parse_table(content, "list.xlsx", WANTED)

    assert table is None
    assert [(f.code, f.place) for f in findings] == [("E103", Place("list.xlsx"))]
    assert findings[0].fix


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("list.csv", "id,county")

    _, findings = parse_table(target.getvalue(), "list.zip", WANTED)

    assert [(f.code, f.place) for f in findings] == [("E103", Place("list.zip"))]


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "LARGEST_UNPACKED", 3_000)

    _, findings = parse_table(GOOD, "list.xlsx", WANTED)

    assert [(f.code, f.place) for f in findings] == [("E103", Place("list.xlsx"))]
    assert "3,000" in findings[0].what


def test_a_small_workbook_that_reaches_over_too_many_cells_is_not_opened() -> None:
    target = io.BytesIO()
    with Workbook(target) as book:
        sheet = book.add_worksheet("Projects")
        sheet.write(0, 0, "id")
        sheet.write(1_048_575, 16_383, "the last cell there is")

    _, findings = parse_table(target.getvalue(), "list.xlsx", WANTED)

    assert [(f.code, f.place) for f in findings] == [("E103", Place("list.xlsx"))]
    assert "17,179,869,184 cells" in findings[0].what


@pytest.mark.parametrize(
    "undecodable", ["id,county\nA,B".encode("utf-16")[:-1], codecs.BOM_UTF8 + b"id\n\xff", b"id\n\x81"]
)
def test_text_in_no_known_encoding(undecodable: bytes) -> None:
    table, findings = parse_table(undecodable, "list.csv", WANTED)

    assert table is None
    assert [(f.code, f.place) for f in findings] == [("E104", Place("list.csv"))]


def test_a_table_without_the_columns_says_what_it_has() -> None:
    """

    Name,Price
    A,5
    """
    table, findings = parse_table(b"\nName,Price\nA,5\n", "list.csv", WANTED)

    assert table is None
    assert [(f.code, f.place, f.expected) for f in findings] == [
        ("E301", Place("list.csv", cell="A2"), '"id", "net land", "county"')
    ]
    assert findings[0].found == '"Name", "Price"'


def test_of_several_sheets_the_one_that_fits_best_is_read() -> None:
    content = workbook({"Notes": [["id"]], "List": [["List of 2024"], ["id", "county"], ["A", "Essex"]]})

    table, findings = parse_table(content, "list.xlsx", WANTED)

    assert findings == []
    assert table is not None
    assert (table.sheet, table.header_row) == ("List", 2)
    assert table.place(3, 1) == Place("list.xlsx", "List", "B3")


def test_other_sheets_with_the_same_columns_are_told() -> None:
    """The mapping may name one of them; empty ones and others do not count."""
    rows = [["id", "county"], ["A", "Essex"]]
    content = workbook({"2024": rows, "2025": rows, "Empty": rows[:1], "Notes": [["id"], ["N"]]})

    _, (finding,) = parse_table(content, "list.xlsx", WANTED)

    assert (finding.code, finding.found, finding.place.sheet) == ("W318", '"2025"', "2024")
    assert parse_table(content, "list.xlsx", WANTED, "2025")[1] == []


def test_cells_merged_over_rows_below_the_header_are_told() -> None:
    """The title above is merged too, and cells side by side; nothing is lost of them."""
    target = io.BytesIO()
    with Workbook(target) as book:
        sheet = book.add_worksheet("List")
        sheet.merge_range("A1:C1", "All of 2024")
        sheet.write_row("A2", ["id", "county", "remark"])
        sheet.write_row("A3", ["A", "Essex"])
        sheet.merge_range("B4:B5", "Union")
        sheet.write_row("A4", ["B"])
        sheet.write_row("A5", ["C"])
        sheet.merge_range("C3:C5", "not looked for")

    table, (finding,) = parse_table(target.getvalue(), "list.xlsx", WANTED)

    assert [row.cells[1] for row in table.rows] == ["Essex", "Union", ""] if table else False
    assert (finding.code, finding.place.cell) == ("W319", "B4")


def test_a_named_sheet_is_read_even_where_another_fits_better() -> None:
    content = workbook({"Notes": [["id"], ["N"]], "List": [["id", "county"], ["A", "Essex"]]})

    table, _ = parse_table(content, "list.xlsx", WANTED, " notes ")

    assert rows_of(table) == [(2, ("N",))]


def test_sheets_of_which_none_fits_or_the_named_one_is_absent() -> None:
    content = workbook({"One": [["x"]], "Two": [["y"]]})

    _, findings = parse_table(content, "list.xlsx", WANTED)
    _, named = parse_table(content, "list.xlsx", WANTED, "Three")

    assert [(f.code, f.place) for f in findings + named] == [("E301", Place("list.xlsx"))] * 2
    assert '"One", "Two"' in findings[0].found
    assert (named[0].expected, named[0].found) == ('"Three"', '"One", "Two"')


def test_a_sheet_that_begins_lower_and_further_right_keeps_its_addresses() -> None:
    content = workbook({"List": [["id", "county"], ["A", "Essex"]]}, first_row=4, first_column=2)

    table, _ = parse_table(content, "list.xlsx", WANTED)

    assert table is not None
    assert table.header_row == 5
    assert table.rows[0].number == 6
    assert table.place(6, table.header.index("county")).cell == "D6"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.0, "12"),
        (-3.0, "-3"),
        (0.1, "0.1"),
        (0.1 + 0.2, "0.3"),
        (1234567.891, "1234567.891"),
        (1e-7, "0.0000001"),
        (1e22, "10000000000000000000000"),
        (1e300, "1E+300"),
        (float("nan"), "NaN"),
        (7, "7"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2024, 7, 15), "2024-07-15"),
        (datetime(2024, 7, 15), "2024-07-15"),  # noqa: DTZ001  a spreadsheet's days have no time zone
        (datetime(2024, 7, 15, 12, 30), "2024-07-15 12:30:00"),  # noqa: DTZ001
        ("  two words \u3000", "two words"),
        ("", ""),
    ],
)
def test_cell_values_become_the_text_people_see(value: object, text: str) -> None:
    assert cell_text(value) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_a_decimal_survives_the_binary_number_of_a_spreadsheet(value: object) -> None:
    assert cell_text(float(str(value))) == cell_text(float(f"{float(str(value)):.15g}"))
    assert float(cell_text(float(str(value)))) == float(str(value))


@pytest.mark.parametrize(("row", "column", "name"), [(1, 0, "A1"), (12, 7, "H12"), (3, 26, "AA3"), (9, 16383, "XFD9")])
def test_cell_names(row: int, column: int, name: str) -> None:
    assert cell_name(row, column) == name


@given(st.binary(max_size=400))
@example(b'"')
@example(b"PK\x03\x04")
@example(b"\xff\xfe\x00")
def test_any_bytes_give_a_table_or_findings(content: bytes) -> None:
    table, findings = parse_table(content, "list", WANTED)

    assert table is not None or findings


@given(st.integers(0, len(GOOD) - 1), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_gives_a_table_or_findings(at: int, damage: bytes) -> None:
    table, findings = parse_table(GOOD[:at] + damage + GOOD[at + len(damage) :], "list.xlsx", WANTED)

    assert table is not None or findings


_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@given(st.lists(st.tuples(_TEXT, _TEXT), max_size=8))
def test_csv_and_xlsx_of_the_same_cells_are_the_same_table(cells: list[tuple[str, str]]) -> None:
    rows = [("id", "county"), *cells]
    quoted: Callable[[str], str] = lambda text: '"' + text.replace('"', '""') + '"'  # noqa: E731
    csv = "\r\n".join(",".join(map(quoted, row)) for row in rows).encode("utf-8-sig")
    target = io.BytesIO()
    with Workbook(target) as book:
        sheet = book.add_worksheet("List")
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                sheet.write_string(number, column, text)

    from_csv, _ = parse_table(csv, "list.csv", WANTED)
    from_xlsx, _ = parse_table(target.getvalue(), "list.xlsx", WANTED)

    filled = [row for row in rows_of(from_csv) if any(row[1])]
    assert filled == [row for row in rows_of(from_xlsx) if any(row[1])]
