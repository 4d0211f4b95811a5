"""Documents as offices send them: what stands in them is read, and nothing that nobody sees."""

from __future__ import annotations

import io
import textwrap
import time
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

import kaimen as km
from kaimen.extract.wrapping import read_on
from tests.formats.printing import pdf

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DATED = "2024-02-19"


def read(tmp_path: Path, content: bytes, name: str) -> tuple[str, list[str]]:
    (tmp_path / name).write_bytes(content)
    document, findings = km.read_document(tmp_path / name, DATED)
    assert document is not None, findings
    for line in document.lines:
        assert document.text[line.start : line.end].strip()
    return document.text, [finding.code for finding in findings]


def figures(text: str) -> list[str]:
    extraction, _ = km.extract(km.Document("text", text, published=date(2024, 2, 19)))
    return [quantity.surface for quantity in extraction.quantities]


def word(*blocks: str) -> bytes:
    document = docx.Document()
    for block in blocks:
        document.element.body.insert(len(document.element.body) - 1, parse_xml(block))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_tracked_changes_are_read_as_accepted_and_told(tmp_path: Path) -> None:
    changed = f"<w:del>{run('x').replace('w:t>', 'w:delText>')}</w:del><w:ins>{run('150')}</w:ins>"
    moved = f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('新')}</w:moveTo>"
    text, codes = read(tmp_path, word(f"<w:p {W}>{run('新建')}{changed}{run('所')}{moved}</w:p>"), "draft.docx")
    assert text == "新建150所新"
    assert codes == ["W111"]


def test_content_controls_links_and_nested_tables_are_read_and_hidden_letters_are_not(tmp_path: Path) -> None:
    control = f"<w:sdt {W}><w:sdtContent><w:p>{run('控件里35个')}</w:p></w:sdtContent></w:sdt>"
    link = f"<w:p {W}><w:hyperlink>{run('链接里5万亩')}</w:hyperlink><w:smartTag>{run('标签')}</w:smartTag></w:p>"
    hidden = f"<w:p {W}>{run('看得见')}<w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见999亿元</w:t></w:r></w:p>"
    cell = "<w:tc><w:p>{}</w:p></w:tc>"
    inner = f"<w:tbl><w:tr>{cell.format(run('嵌套'))}{cell.format(run('77个'))}</w:tr></w:tbl>"
    outer = f"<w:tbl {W}><w:tr>{cell.format(run('项目'))}<w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    text, codes = read(tmp_path, word(control, link, hidden, outer), "report.docx")
    assert text.split("\n") == ["控件里35个", "链接里5万亩标签", "看得见", "项目\t嵌套 77个"]
    assert codes == []


def test_a_text_box_is_read_once_after_its_paragraph(tmp_path: Path) -> None:
    names = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    box = f"<v:textbox><w:txbxContent><w:p>{run('框里10亿元')}</w:p></w:txbxContent></v:textbox>"
    both = f"<mc:Choice Requires='x'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    both = f"<mc:AlternateContent>{both}</mc:AlternateContent>"
    paragraph = f"<w:p {W} {names}>{run('框前')}<w:r>{both}</w:r>{run('框后')}</w:p>"
    assert read(tmp_path, word(paragraph), "box.docx")[0] == "框前框后\n框里10亿元"


def test_raised_digits_readings_and_struck_paragraph_ends_of_a_docx_are_read_as_meant(tmp_path: Path) -> None:
    raised = run("1").replace("<w:t>", '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>')
    ruby = f"<w:r><w:ruby><w:rt>{run('999')}</w:rt><w:rubyBase>{run('326')}</w:rubyBase></w:ruby></w:r>"
    shown = run("77").replace("<w:t>", '<w:rPr><w:vanish w:val="0"/></w:rPr><w:t>')
    names = f'{W} xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    sign = '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r><m:oMath><m:r><m:t>5.5</m:t></m:r></m:oMath>'
    first = f"<w:p {W}>{run('1,508')}{raised}{run('个')}</w:p>"
    open_end = f"<w:p {W}><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{ruby}</w:p>"
    struck_row = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{run('444')}</w:p></w:tc></w:tr>"
    kept_row = f"<w:tr><w:tc><w:p>{run('55')}</w:p></w:tc></w:tr>"
    document = word(
        first,
        open_end,
        f"<w:p {W}>{run('亿元')}</w:p>",
        f"<w:p {names}>{shown}{sign}</w:p>",
        f"<w:tbl {W}>{struck_row}{kept_row}</w:tbl>",
    )
    assert read(tmp_path, document, "meant.docx")[0].split("\n") == ["1,508¹个", "326亿元", "77≥5.5", "55"]


def lines(texts: list[str], left: int = 72, top: int = 740) -> list[tuple[int, int, str]]:
    return [(left, top - 15 * at, text) for at, text in enumerate(texts)]


FIRST = ["Hebei will invest 120 billion", "yuan in roads and open 35", "schools by the end of 2025.", "Rest is"]


def test_columns_are_read_one_after_the_other_without_cuts(tmp_path: Path) -> None:
    page = [(72, 780, "A title above both columns of the page, which is longer"), *lines(FIRST)]
    page += lines(["told in the second of these", "columns, and with 12 more", "projects in 2025."], 320)
    text, _ = read(tmp_path, pdf([page]), "columns.pdf")
    assert "Hebei will invest 120 billion yuan in roads and open 35 schools by the end of 2025." in text
    assert "told in the second of these columns, and with 12 more projects in 2025." in text
    assert figures(text) == ["120 billion yuan", "35", "12"]


def test_marks_of_a_list_and_rows_of_a_table_begin_anew(tmp_path: Path) -> None:
    marked = ["- Build 120 schools", "- Open 35 hospitals", "- Pave 300 km of roads", "- Plant 5 million trees"]
    text, _ = read(tmp_path, pdf([lines(marked)]), "list.pdf")
    assert text.split("\n") == marked


def test_heads_and_feet_of_pages_do_not_cut_sentences(tmp_path: Path) -> None:
    told = [["the coast of Hebei and others build", "roads and schools and will open 36"]]
    told += [["hospitals of the north and northwest", "and others will be made ready with 86"]]
    told += [["million yuan of the means of the year", "as they were told of in January."]]
    pages = [[(72, 800, "Gazette No. 14"), *lines(body), (280, 40, f"- {n} -")] for n, body in enumerate(told, 1)]
    text, _ = read(tmp_path, pdf(pages), "gazette.pdf")
    assert text.split("\n")[1] == " ".join(line for body in told for line in body)
    assert text.count("Gazette") == 1
    assert text.endswith("- 1 -")


def test_a_turned_page_is_read_in_its_order(tmp_path: Path) -> None:
    typst = pytest.importorskip("typst", reason="no typst here, so no turned page was made")
    body = " ".join([*FIRST, "more of the same line is told here and goes on to the next one until 2026."])
    page = f"#set page(width:20cm,height:14cm)\n#rotate(90deg, reflow:true)[#box(width:9cm)[{body}]]"
    text, _ = read(tmp_path, typst.compile(page.encode()), "turned.pdf")
    assert text == body


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_a_page_stored_turned_is_read_in_its_order(tmp_path: Path, turned: int) -> None:
    told = ["The coast of Hebei and others will build", "120 schools and open 35 hospitals in 2025,", "as told."]
    text, _ = read(
        tmp_path, pdf([[*lines(["A TITLE OF ITS OWN"], top=780), *lines(told)]], turned=turned), "turned.pdf"
    )
    assert text == f"A TITLE OF ITS OWN\n{' '.join(told)}"


def test_a_raised_mark_of_a_note_is_no_digit_of_a_figure(tmp_path: Path) -> None:
    page = [(72, 740, "Hebei will build 1,508"), (186, 745, "^1"), (191, 740, " schools in 2025.")]
    page += [(72, 700, "安排重点项目1508"), (180, 705, "^2"), (185, 700, "个。")]
    text, _ = read(tmp_path, pdf([page]), "notes.pdf")
    assert "1,508¹ schools" in text
    assert "1508²个" in text
    assert figures(text) == ["1,508", "1508²个"]


def test_hyphens_at_ends_of_lines_stay_in_ranges_and_names(tmp_path: Path) -> None:
    told = ["of special-purpose bonds, to be raised in 2024-", "2026 as before and after all of the special-"]
    told += ["purpose bonds that were for the great COVID-", "19 vaccines and other means of the govern-"]
    told += ["ment were paid by us."]
    text, _ = read(tmp_path, pdf([lines(told)]), "hyphens.pdf")
    assert "2024-2026 as" in text
    assert text.count("special-purpose") == 2
    assert "COVID-19" in text
    assert "government" in text


def test_commas_of_full_width_do_not_make_a_row_of_a_table(tmp_path: Path) -> None:
    told = [
        "今年全省安排重点项目，总投资一万亿元，产业项目一",
        "半；新增住房，改造小区，惠及居民，增加就业，共八十",
        "万户。",
    ]
    assert read(tmp_path, pdf([lines(told)]), "commas.pdf")[0] == "".join(told)


def test_rows_that_end_pages_are_kept_where_only_their_figures_differ(tmp_path: Path) -> None:
    pages = [[*lines([f"Schools {n * 7}", f"Hospitals {n * 31}"]), (280, 40, f"- {n} -")] for n in range(1, 6)]
    text, _ = read(tmp_path, pdf(pages), "rows.pdf")
    assert [f"Hospitals {n * 31}" in text for n in range(1, 6)] == [True] * 5
    assert text.count("- ") == 1


def test_pages_that_are_pictures_are_told(tmp_path: Path) -> None:
    told = [lines(["Hebei will build 120 schools."]), lines(["x"]), lines(["x"]), lines(["And 35 more."])]
    content = pdf(told).replace(b"BT /F1 12 Tf 72 740 Td (x) Tj ET", b"0 0 100 100 re f             " + b"   ")
    (tmp_path / "partly.pdf").write_bytes(content)
    document, findings = km.read_document(tmp_path / "partly.pdf", DATED)
    assert document is not None
    assert [(finding.code, finding.what) for finding in findings] == [
        ("W113", "Pages that are only pictures are not read: 2-3.")
    ]


HIDDEN = """<html><head><meta charset=ascii><title>x</title><script>var y="999 billion yuan"</script></head><body>
<p>Hebei will build 12&nbsp;schools.</p><div style="display: none">777<div>in</div>still</div><p hidden>888</p>
<table><tr><th>Item<th>2024</tr><tr><td><p>Projects</p></td><td><div>1,508</div></td></tr></table>
<ul><li>one <b>35</b><li>two</ul>H<sub>2</sub>O &#x4e00;</body></html>"""


def test_a_page_is_read_as_it_is_seen(tmp_path: Path) -> None:
    text, codes = read(tmp_path, HIDDEN.encode(), "page.html")
    assert text.split("\n") == [
        "Hebei will build 12 schools.",
        "Item\t2024",
        "Projects\t1,508",
        "one 35",
        "two",
        "H2O 一",
    ]
    assert codes == []


PAGES = {
    "<p>Hebei builds 1,508<sup>1</sup> schools, 3.2 billion[12] yuan, 15 km<sup>2</sup>.": (
        "Hebei builds 1,508¹ schools, 3.2 billion[12] yuan, 15 km².",
        ["1,508", "3.2 billion[12] yuan", "15 km²"],
    ),
    "<p>Hebei will invest 120 billion<br>yuan by the end of<br/>2025.<p>今年投资326<br>亿元。<br>新建35所": (
        "Hebei will invest 120 billion yuan by the end of 2025.\n今年投资326亿元。\n新建35所",
        ["120 billion yuan", "326亿元", "35所"],
    ),
    "<p><ruby>326<rp>(</rp><rt>999</rt><rp>)</rp></ruby>亿元投资": ("326亿元投资", ["326亿元"]),
    "<p hidden>99 schools<p>35 <o:p>schools</o:p><select><option>98 schools</select>": ("35 schools", ["35"]),
    "<pre>Goals:\n  35 schools\n  12 roads</pre>": ("Goals:\n35 schools\n12 roads", ["35", "12"]),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_read_as_it_is_meant(tmp_path: Path, page: str) -> None:
    text, codes = read(tmp_path, page.encode(), "page.html")
    assert (text, figures(text), codes) == (*PAGES[page], [])


def test_what_is_crossed_out_is_not_read_and_told(tmp_path: Path) -> None:
    text, codes = read(tmp_path, b"<p>Build <del>444</del><ins>35</ins> schools, <s>12</s> 13 roads.", "draft.htm")
    assert (text, codes) == ("Build 35 schools, 13 roads.", ["W113"])
    struck = "<w:r><w:rPr><w:{}/></w:rPr><w:t>444</w:t></w:r>"
    document = word(f"<w:p {W}>{run('35')}{struck.format('strike')}{struck.format('dstrike')}{run('所')}</w:p>")
    assert read(tmp_path, document, "draft.docx") == ("35所", ["W113"])


def test_pages_of_frames_alone_are_refused(tmp_path: Path) -> None:
    (tmp_path / "frames.html").write_text("<html><frameset><frame src=a><noframes>None</noframes></frameset></html>")
    document, (finding,) = km.read_document(tmp_path / "frames.html", DATED)
    assert (document, finding.what) == (None, "The web page only shows other pages in frames.")


def test_a_page_that_no_reader_comes_to_an_end_with_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaimen.workspace.reading.announcements._LONGEST_WAIT", 1)
    (tmp_path / "tags.html").write_text("<html>35 schools " + "<a " * 60_000)
    document, (finding,) = km.read_document(tmp_path / "tags.html", DATED)
    assert document is None or figures(document.text) == ["35"]
    assert finding.code == "E103"


def test_a_page_without_the_end_of_its_head_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, b"<html><head><title>x</title><p>Hebei<p>12 schools", "old.html")[0] == "Hebei\n12 schools"


def test_lines_in_two_encodings_are_each_read_in_theirs(tmp_path: Path) -> None:
    content = "今年新建学校150所。\n共5亿元。\n".encode() + "今年投资3亿元。".encode("gb18030")
    text, codes = read(tmp_path, content, "mixed.txt")
    assert text.endswith("今年投资3亿元。")
    assert codes == ["W106"]


WRITTEN = "今年全省安排重点项目1508个，增长5.5%左右。\n"


@pytest.mark.parametrize("encoding", ["utf-32", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "gb18030"])
def test_every_common_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path, WRITTEN.encode(encoding), "told.txt")[0] == WRITTEN
    assert read(tmp_path, "投资35亿元\n".encode("gb18030"), "short.txt")[0] == "投资35亿元\n"


@pytest.mark.parametrize(
    ("content", "line"),
    [(WRITTEN.encode().decode("latin-1").encode(), None), (f"x\n{WRITTEN}".encode().replace(b"\xb8\xaa", b"\xff"), 2)],
)
def test_letters_that_are_lost_are_told(tmp_path: Path, content: bytes, line: int | None) -> None:
    (tmp_path / "lost.txt").write_bytes(content)
    document, (finding,) = km.read_document(tmp_path / "lost.txt", DATED)
    assert (document, finding.code, finding.place.line) == (None, "E104", line)


def test_a_figure_with_marks_inside_is_not_read_as_another(tmp_path: Path) -> None:
    text, codes = read(tmp_path, "学校15\u200b08所，投资1,\u00ad508亿元，新建35所".encode(), "marks.txt")
    assert (figures(text), codes) == (["35所"], ["W112"])
    assert read(tmp_path, b"<p>12&shy;508 schools in inter&shy;national towns", "a.html") == (
        "12508 schools in international towns",
        [],
    )


@pytest.mark.parametrize("text", ["Hebei will build \u202e21\u202c schools.", "Hebei will build 1\u200b508 schools."])
def test_marks_that_nobody_sees_are_told(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text.encode(), "marks.txt") == (text, ["W112"])


@pytest.mark.parametrize("mark", ["\u200f", "\u200b", "\ufeff", "\u00ad"])
def test_marks_beside_a_figure_do_not_hide_it(tmp_path: Path, mark: str) -> None:
    text = f"Hebei will build {mark}35{mark} schools."
    assert read(tmp_path, text.encode(), "marks.txt")[1] == []
    assert figures(text) == ["35"]


TOLD = (
    "This year Hebei will start about 120 key projects with an investment of 86 billion yuan, and will then build 35 "
    "schools. By the end of 2025 more land, as much as the coastal cities have, will be made ready, and 1.5 million "
    "people are to be insured."
)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_text_broken_to_a_width_is_read_on_at_the_same_places(end: str) -> None:
    text = textwrap.fill(TOLD, 76).replace("\n", end)
    assert "86" + end in text
    assert len(read_on(text)) == len(text)
    assert [" ".join(one.split()) for one in figures(text)] == figures(TOLD)
    assert "86 billion yuan" in figures(TOLD)


def test_lists_and_paragraphs_of_a_line_are_not_joined() -> None:
    text = "Goals\n\n- Build 120 schools in the coastal cities\n- Open 35 hospitals in other cities\n- Pave 300 km\n"
    assert read_on(text) == text
    assert (
        read_on("A line of forty letters stands here first\nB\nC\n")
        == "A line of forty letters stands here first\nB\nC\n"
    )


def test_a_sentence_of_a_hundred_thousand_letters_takes_no_longer_by_the_letter() -> None:
    def seconds(times: int) -> float:
        begun = time.process_time()
        figures("今年新建学校150所，" * times)
        return time.process_time() - begun

    seconds(200)
    assert seconds(3200) < 14 * seconds(400)
