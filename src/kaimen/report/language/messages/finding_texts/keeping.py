"""What findings on pledges, delivery, lists that are taken in, the workspace and its commands say."""

PLEDGES: dict[str, str] = {
    "The passage is not what the document says there.": "引文与文件该处的文字不符。",
    "Look the quote up in the document and give its offsets in characters, counted from 0.": (
        "请在文件中查到引文，写明从0起计的字符位置。"
    ),
    'The pledge "{name}" cites "{document}", which is no document of this file.': (
        "承诺“{name}”引用的“{document}”不是本文件所列文件。"
    ),
    "Name it in a [[document]], or correct the entry.": "请在 [[document]] 中写明，或改正该条记录。",
    "document, entry": "document、entry",
    "Take it out, or write [[document]] or [[entry]].": "请删去，或写 [[document]] 或 [[entry]]。",
    'The entry that {verb} the pledge "{name}" does not give its {key}.': "{verb}承诺“{name}”的记录未写明{key}。",
    "confirms": "确认",
    "amends": "修改",
    "retracts": "撤回",
    "reason": "理由",
    "what and passage": "what 和 passage",
    'Write reason = "...".': '请写 reason = "..."。',
    'Write what = "lead projects" and passage = { document = "...", start = 0, end = 9, quote = "..." }.': (
        '请写 what = "lead projects" 和 passage = { document = "...", start = 0, end = 9, quote = "..." }。'
    ),
    "The file has no [[test]].": "文件没有 [[test]]。",
    "See the reference.": "请见参考手册。",
    'Pledge "{name}" has two tests.': "承诺“{name}”有两项检验。",
    "Keep one.": "请保留一项。",
    "Correct the line.": "请改正该行。",
    'The key "{name}" is not known.': "键“{name}”无法识别。",
    '"{name}" is no kind of test.': "“{name}”不是检验的种类。",
    "Use one of the kinds.": "请用规定种类之一。",
    "The test has no {name}.": "检验没有写{name}。",
    "The period cannot be read.": "时期无法读取。",
    "such as 2024": "例如 2024",
    "target is no number, or part is not between 0 and 1.": "target 不是数字，或 part 不在0到1之间。",
    '"{name}" cites the pledge "{pledge}", which nobody has confirmed.': "“{name}”引用的承诺“{pledge}”未经确认。",
    '"{name}" cites the pledge "{pledge}", which was retracted on {day}: {why}.': (
        "“{name}”引用的承诺“{pledge}”已于{day}撤回：{why}。"
    ),
    "test in {name}": "{name}中的检验",
    "one of the {n} pledges that stand": "现有{n}项承诺之一",
    "Confirm the pledge in the ledger first, or correct the id: {names}?": (
        "请先在台账中确认该承诺，或改正编号：是否指{names}？"
    ),
    "Confirm the pledge in the ledger first, or correct the id.": "请先在台账中确认该承诺，或改正编号。",
    "Take the rule out, or cite a pledge that stands.": "请删去该规则，或引用有效的承诺。",
    'An entry {verb} the pledge "{name}", which is not in the ledger.': (
        "有记录{verb}承诺“{name}”，而台账中没有该承诺。"
    ),
    "Confirm it first; correct the id.": "请先确认，或改正编号。",
    'The entry about pledge "{name}" is dated before the one above it; a ledger only grows.': (
        "承诺“{name}”的记录日期早于上一条；台账只增不减。"
    ),
    "{n} or later": "{n}或以后",
    "Put it at the end, with the day on which it is made.": "请放在末尾，写明作出当日的日期。",
    'The pledge "{name}" {state}.': "承诺“{name}”{state}。",
    "is in the ledger already": "已在台账中",
    "was retracted, and its id is not used again": "已撤回，其编号不再使用",
    "Amend the pledge that is there, or give this one an id of its own.": "请修改已有承诺，或为本条另取编号。",
    "The scenario cites pledges but names no pledge file, so nobody has checked that they were confirmed.": (
        "情景引用了承诺，却未写明承诺文件，因此未核对是否经过确认。"
    ),
    'Write pledges = "pledges.toml" in the scenario.': '请在情景中写 pledges = "pledges.toml"。',
    'The document "{document}" that "{name}" cites was not found, so it was not checked.': (
        "“{name}”引用的文件“{document}”没有找到，未予核对。"
    ),
    "Lay it beside the scenario.": "请放在情景文件旁。",
    "Give an id that `kaimen pledges` shows.": "请给出 `kaimen pledges` 所列的编号。",
}

DELIVERY: dict[str, str] = {
    "financialProgress": "完成投资",
    "physicalProgress": "形象进度",
    "The lists of {years} have too few projects in two following years to learn from.": (
        "{years}的清单中相邻两年都有的项目太少，不足以建立预警。"
    ),
    'A report for {period} lies before the baseline "{name}" begins; it is left out.': (
        "{period}的进度早于基线“{name}”的起始；不予采用。"
    ),
    "Correct the period, or name the baseline that was in force then.": "请改正时期，或写明当时有效的基线。",
    "a period after {day}": "晚于{day}的时期",
    "A report dated {day} speaks of a period that ends on {end}.": "{day}的进度所述时期至{end}才结束。",
    "See that it is no forecast; it counts from the end of its period.": "请确认不是预计数；自该时期结束起计入。",
    'Project "{project}" is not in the baseline "{name}"; its observation is left out.': (
        "项目“{project}”不在基线“{name}”中；其观测不予采用。"
    ),
    "Correct the id, or approve a plan that has the project.": "请改正编号，或批准含该项目的方案。",
    "a project of the baseline": "基线中的项目",
    '{measure} of project "{project}" for {period} was already reported on {day} with another value; '
    "this one is left out.": "项目“{project}”{period}的{measure}已于{day}报过另一数值；本条不予采用。",
    "Give the correction the day on which it was made, with --vintage; or undo the entry that was wrong.": (
        "更正请用 --vintage 写明作出更正的日期；或撤销有误的记录。"
    ),
    "one value a day": "每天一个数值",
    'Money done by project "{project}" falls from one period of the year to the next.': (
        "项目“{project}”年内累计完成投资比上期减少。"
    ),
    "Reports add up from 1 January; see that it is no single month's sum.": (
        "进度自1月1日起累计；请确认所报不是单月数。"
    ),
    "no less than before": "不小于上期",
    '"{quote}" does not go with the other figures of {line}.': "“{quote}”与{line}的其他数字对不上。",
    "See which of them is right, and whether the promise of the baseline is the one meant.": (
        "请核对哪个正确，以及所指是否为基线的承诺数。"
    ),
    "{n} by them": "据以推算为{n}",
    "{value} % of {n} projects": "{n}个项目的{value}%",
    "{value} % of the {amount} promised for {year}": "{year}年承诺数{amount}的{value}%",
    "The notice does not say when it was published.": "公告未写明发布日期。",
    "Give the day, with --vintage or --date.": "请用 --vintage 或 --date 写明日期。",
    "The notice has no figure {n}.": "公告没有第{n}个数字。",
    "figure {n}": "第{n}个数字",
    "Correct --accept.": "请改正 --accept。",
    '"{quote}" does not tell {what}; it is not taken in.': "“{quote}”没有说明{what}；不予采用。",
    "of which line of the baseline it is": "属于基线的哪一项",
    "of which day it speaks": "所指的日期",
    "anything that is observed": "任何可观测的内容",
    "Use {what}.": "请用{what}。",
    "--accept {n}=ID": "--accept {n}=编号",
    "a list with the period, kaimen observe LIST": "写明时期的清单（kaimen observe 清单）",
    "another figure of the notice": "公告中的另一数字",
    "currency {unit}": "货币{unit}",
    "another currency than {unit}": "与{unit}不同的货币",
    "It is not said which baseline is meant.": "未写明指哪条基线。",
    "a baseline": "一条基线",
    "Approve a plan or a list first: kaimen approve.": "请先批准方案或清单：kaimen approve。",
    "Name one of them, with --baseline.": "请用 --baseline 写明其中之一。",
    'There is no baseline "{name}".': "没有基线“{name}”。",
    'The baseline "{name}" is there already, and no reason is given for another.': (
        "基线“{name}”已存在，却未写明另立的理由。"
    ),
    'The baseline "{name}" was approved on {day}; this one is not later.': (
        "基线“{name}”已于{day}批准；本次日期不晚于它。"
    ),
    "Give the day of the new decision, with --on.": "请用 --on 写明新决定的日期。",
    '"{name}" is no period.': "“{name}”不是时期。",
    "such as 2024-04": "例如 2024-04",
    "Give --period.": "请写 --period。",
    'The plan\'s period "{name}" has no dates.': "方案的时期“{name}”没有起止日期。",
    "Rename the periods.": "请给各时期改名。",
    "such as 2024 or 2024Q3": "例如 2024 或 2024Q3",
    "periods such as 2024 or 2024Q3": "时期，例如 2024 或 2024Q3",
    "{which} has another value of {day} already; this one is left out.": "{which}已有{day}的另一数值；本条不予采用。",
    "{indicator} of {region} for {period}": "{region}{period}的{indicator}",
    "Give a revision the day on which it was published, in VINTAGE or with --vintage.": (
        "修订数请写明发布日期（VINTAGE 列或 --vintage）。"
    ),
    "Two of one day cannot both hold.": "同一天的两个数值不能并存。",
    "Undo the entry that was wrong where it was a typing error.": "如系录入错误，请撤销有误的记录。",
    "{name} has no series for {region}.": "{name}没有{region}的序列。",
    "No indicator": "没有指标",
    "none yet": "尚无",
    "Correct --region.": "请改正 --region。",
    "Correct the name, or import its series.": "请改正名称，或导入其序列。",
    "How good these warnings are is not shown: {why}.": "这些预警的准确程度尚未得到检验：{why}。",
    "no earlier year could be tried": "没有更早的年份可供检验",
    "the rating alone was no worse": "只凭评级的效果并不更差",
    "Read the base line beside each chance.": "请对照每个概率旁的基准值。",
    "{n} pairs with both end dates, {late} of them later and {other} not": (
        "{n}对完工日期齐全的记录，其中至少{late}个推迟、{other}个未推迟"
    ),
    "Give the lists of more years, with end dates as reported in each.": "请提供更多年份的清单，写明各年所报完工日期。",
}

TAKEN_IN: dict[str, str] = {
    "Write a period such as 2024, 2024Q3, 2024H1 or 2024-07.": "请写时期，例如2024、2024Q3、2024H1或2024-07。",
    "Write a period such as 2023, 2023Q2 or 2023-04.": "请写时期，例如2023、2023Q2或2023-04。",
    'The day of "{name}" of project "{project}" cannot be read; the row is left out.': (
        "项目“{project}”的“{name}”日期无法读取；该行不予采用。"
    ),
    'The budget of project "{name}" cannot be read; it is left out.': "项目“{name}”的预算无法读取；不予采用。",
    "Write a day such as 2024-07-15 or a period such as 2024Q3.": "请写日期（如2024-07-15）或时期（如2024Q3）。",
    "Write SDMX-CSV; or name the columns of a table with --indicator and --column HEADING=REGION.": (
        "请写成 SDMX-CSV；或用 --indicator 和 --column 表头=地区 写明表中各列。"
    ),
    'The whole of project "{name}" is damaged; it is read by the standard\'s words.': (
        "项目“{name}”的完整记录已损坏；改按标准字段读取。"
    ),
    "Name the columns `id` and, for each period, such as `planned 2024 (million yuan)`.": (
        "请把列命名为 `id`，以及每个时期一列，例如 `planned 2024 (million yuan)`。"
    ),
    "planned PERIOD (UNIT)": "planned 时期 (单位)",
    'The project id "{name}" occurs a second time; this row is left out.': "项目编号“{name}”再次出现；该行不予采用。",
    "Give it its own id.": "请另取编号。",
    "an id not used at {place}": "与{place}不同的编号",
    "Give each project an id of its own, or delete the row if it is the same project.": (
        "请为每个项目取不同编号；若为同一项目，请删除该行。"
    ),
    "The list has no rows that can be approved.": "清单没有可以批准的行。",
    "The periods {one} and {other} overlap; the second column is not read.": "时期{one}与{other}重叠；第二列不予读取。",
    "Keep the year, or its parts.": "请只留全年或其各部分。",
    "periods that do not overlap": "互不重叠的时期",
    '"{name}" is no period; the column is not read.': "“{name}”不是时期；该列不予读取。",
    'The unit "{name}" is not one of money, or of another currency; the column is not read.': (
        "单位“{name}”不是货币单位，或币种不同；该列不予读取。"
    ),
    "Write all columns in one currency.": "各列请用同一币种。",
    'The money planned for project "{name}" {what}; the row is left out.': (
        "项目“{name}”的计划投资{what}；该行不予采用。"
    ),
    'Project "{name}" ends before it starts; the row is left out.': "项目“{name}”的完工早于开工；该行不予采用。",
    "an end after the start": "晚于开工的完工日期",
    "Correct one of the days.": "请改正其中一个日期。",
    'The number of projects of "{name}" is no count; the row is left out.': (
        "“{name}”的项目个数不是个数；该行不予采用。"
    ),
    "Correct it, or leave it blank.": "请改正，或留空。",
    "The project has no id; the row is left out.": "该项目没有编号；该行不予采用。",
    "Use a larger unit.": "请改用较大的单位。",
    '"{name}" is no fact of project "{project}", or may mean several.': (
        "“{name}”不是项目“{project}”的事实，或可能指几项。"
    ),
    "Name one of its headings, or a new one such as `criterion: jobs` or `ready: permit`.": (
        "请写其表头之一，或新的一项，例如 `criterion: jobs` 或 `ready: permit`。"
    ),
    'The decision on "{name}" is not one of the words; the row is left out.': (
        "对“{name}”的决定不是规定用词；该行不予采用。"
    ),
    'The id "{name}" is empty or occurs a second time; this row is left out.': (
        "编号“{name}”为空或再次出现；该行不予采用。"
    ),
    'The {column} of "{name}" {what}; it is left out.': "“{name}”的{column}{what}；不予采用。",
    "Add the column.": "请加上该列。",
    "Delete the row.": "请删除该行。",
    "The file is {kind}, not a text.": "文件是{kind}，不是文本。",
    "The file is {kind}, not a table.": "文件是{kind}，不是表格。",
    "The file is not text.": "文件不是文字。",
    "The file is larger than {n} MB.": "文件大于{n} MB。",
    "The text is longer than {n} characters.": "文字超过{n}字。",
    "an Office document of the old kind": "旧式 Office 文档",
    "a compressed file": "压缩文件",
    "a document in RTF": "RTF 文档",
    "an archive or another Office document": "压缩包或其他 Office 文档",
    "an Excel workbook of the old kind (.xls) or one with a password": "旧式 Excel 工作簿（.xls）或有密码的工作簿",
    "a damaged or empty archive": "损坏或空的压缩包",
    "a text document": "文字文档",
    "a web page": "网页",
    "a picture": "图片",
    "a PDF": "PDF",
    "The .docx file is damaged.": ".docx 文件已损坏。",
    "The PDF file is damaged.": "PDF 文件已损坏。",
    "The PDF is protected by a password.": "PDF 设有密码。",
    "The PDF holds no text; its pages are pictures. Have their text recognised first.": (
        "PDF 没有文字，各页均为图片。请先作文字识别。"
    ),
    "The PDF holds no text; its pages are pictures.": "PDF 没有文字，各页均为图片。",
    "The PDF does not say which letters it shows, so its text cannot be read.": (
        "PDF 未说明所示字符是什么字，无法读取其文字。"
    ),
    "Have their text recognised first.": "请先作文字识别。",
    "text": "文本",
    "docx": "docx",
    "page": "网页",
    "The map has too many points.": "地图的点过多。",
    "The map has no area.": "地图没有区域。",
    "The map is too large.": "地图过大。",
    "The map is not a collection of areas.": "地图不是区域的集合。",
    "The map has too many areas.": "地图的区域过多。",
    "Area {n} cannot be used: {why}.": "第{n}个区域不能用：{why}。",
    "The map is not JSON in UTF-8.": "地图不是 UTF-8 的 JSON。",
    "it has no geometry": "没有几何图形",
    'it has no name in "{key}"': "“{key}”中没有名称",
    "its points are not pairs of degrees": "各点不是成对的经纬度",
    "it is not a polygon": "不是多边形",
    "a named polygon": "有名称的多边形",
    "a GeoJSON file": "GeoJSON 文件",
    "a FeatureCollection": "FeatureCollection（要素集合）",
    "something else": "其他内容",
    "Correct the file; nothing was kept.": "请改正文件；没有保存任何内容。",
    "A map is shown only with its approval number.": "地图须有审图号方可显示。",
    "such as GS(2023)2767号": "例如 GS(2023)2767号",
    "Give the number.": "请填写审图号。",
    "The row deletes, which a record does not.": "该行要求删除，而台账不作删除。",
    "The vintage is no day; the row is left out.": "发布日期不是日期；该行不予采用。",
    "Correct the row.": "请改正该行。",
    "Correct --column HEADING=REGION.": "请改正 --column 表头=地区。",
    "The value is not a number; left out.": "数值不是数字；不予采用。",
    "Write a number such as 5.3.": "请写数字，例如5.3。",
    "The row names no period, indicator or region; it is left out.": "该行未写明时期、指标或地区；不予采用。",
    'Project "{name}" was left out: a list has no room for options that differ, or for demands by period.': (
        "项目“{name}”没有写出：清单放不下各不相同的做法或分时期的占用。"
    ),
    "Export to JSON, which holds all of it.": "请导出为 JSON，可保存全部内容。",
    "cost {n}": "cost {n}",
    "cost (million yuan)": "cost (million yuan)",
    "demand: land (mu)": "demand: land (mu)",
    "The library of a workspace is damaged.": "工作区的项目库已损坏。",
    "Correct the cell; the project cannot start then.": "请改正单元格；项目在该时期不能开工。",
    "is not an ownership class; it is left empty": "不是所有制类别；按空白处理",
    'demand for "{name}"': "对“{name}”的占用",
    "start periods": "开工时期",
    "The file holds no projects.": "文件没有项目。",
    "Give a file after OC4IDS 0.9: an object with a list `projects`, each with an `id`.": (
        "请给出符合 OC4IDS 0.9 的文件：含列表 `projects`，每个项目有 `id`。"
    ),
    "The file is not JSON.": "文件不是 JSON。",
    "a project package": "项目包",
    "The project has no id; it is left out.": "该项目没有编号；不予采用。",
    "Give each project an id.": "请为每个项目取编号。",
    "Export it again.": "请重新导出。",
    "0 or more in {names}": "不小于0，币种为{names}",
    "Correct the amount or the currency.": "请改正数量或币种。",
    "an XLSX workbook": "XLSX 工作簿",
    "Open it in the program it was made with and save it again as XLSX or CSV.": (
        "请用原程序打开，另存为 XLSX 或 CSV。"
    ),
    "The workbook is damaged or not an XLSX workbook.": "工作簿已损坏，或不是 XLSX 工作簿。",
    "The file is an archive but not an XLSX workbook.": "文件是压缩包，但不是 XLSX 工作簿。",
    "The workbook is cut off or damaged.": "工作簿不完整或已损坏。",
    "The workbook's sheets reach over {cells} cells; at most {most} are opened.": (
        "工作簿各表共{cells}个单元格；最多打开{most}个。"
    ),
    "sheets {names}": "工作表{names}",
    '"year", "project", "end" and perhaps "rating", "start", "cost (million yuan)"': (
        '"year"、"project"、"end"，可加 "rating"、"start"、"cost (million yuan)"'
    ),
    "Name the columns with --column HEADING=end and the like.": "请用 --column 表头=end 等写明各列。",
    'The unit "{name}" is not one of money; the column counts as bare numbers.': (
        "单位“{name}”不是货币单位；该列按不带单位的数字处理。"
    ),
    "such as million yuan": "例如 million yuan",
    "The row names no {what} and is left out.": "该行未写明{what}，不予采用。",
    "The {what} {says}; it counts as not said.": "{what}{says}；按未写处理。",
    "is not one of --ratings": "不在 --ratings 之列",
    "year": "年份",
    "end": "完工日期",
    "start": "开工日期",
    "start date": "开工日期",
    "end date": "完工日期",
    "rating": "评级",
    "a {what}": "{what}",
    "Correct either.": "请改正其中之一。",
    "Write year, month, day in this order.": "请按年、月、日的顺序书写。",
    "such as 2024-07-15": "例如 2024-07-15",
    "an id of the workbook": "工作簿中的编号",
}

WORKSPACES: dict[str, str] = {
    "The backup was not restored: {why}.": "备份没有恢复：{why}。",
    "it is no whole backup ({why})": "不是完整的备份（{why}）",
    "the workspace has entries already": "工作区已有记录",
    "Take another backup.": "请换用另一备份。",
    "Restore into a new one.": "请恢复到新的工作区。",
    "PostgreSQL needs the package psycopg, which is not installed.": "PostgreSQL 需要软件包 psycopg，尚未安装。",
    "Install kaimen with its extra: kaimen[postgres].": "请安装 kaimen 及其附加项：kaimen[postgres]。",
    "The workspace's address is not one that can be opened.": "工作区地址无法打开。",
    "Give a file name such as office.db, or postgresql://host/name.": (
        "请给出文件名（如 office.db）或 postgresql://主机/名称。"
    ),
    "This database holds other tables and no workspace; it was left as it is.": (
        "此数据库存有其他数据表，不是工作区；未作改动。"
    ),
    "Give an empty database or a file that does not exist yet.": "请给出空数据库，或尚不存在的文件。",
    "This workspace was made by a newer kaimen; it was left as it is.": "此工作区由更新版本的 kaimen 建立；未作改动。",
    "form {name}": "格式{name}",
    "Use that kaimen, or a newer one.": "请使用该版本或更新版本的 kaimen。",
    "The workspace cannot be opened: {why}.": "工作区无法打开：{why}。",
    "See that the folder exists, that you may write to it, and that a server runs at that address.": (
        "请确认文件夹存在且可写入，该地址有服务器在运行。"
    ),
    "{kind} {name} was changed by somebody else meanwhile; nothing of this change was kept.": (
        "{kind}{name}已在此期间被其他人修改；本次修改没有保存。"
    ),
    "Project": "项目",
    "Pledge": "承诺",
    "a change of version {n}": "对版本{n}的修改",
    "Look at the newer version and make the change again from there.": "请查看较新版本，在其基础上重新修改。",
    "The workspace could not be written, and is as it was: {why}.": "工作区无法写入，内容未变：{why}。",
    "See that the disk has room and the server runs, then try again.": "请确认磁盘有空间、服务器在运行，然后重试。",
    "The database itself is damaged: {why}.": "数据库本身已损坏：{why}。",
    "The ledger does not lead to the checkpoint: entries were cut off or replaced.": (
        "台账与校验点接不上：有记录被截去或替换。"
    ),
    "version {n} of {kind} {name} does not follow the one before": "{kind}{name}的版本{n}与前一版本不衔接",
    "Entry {n} of the ledger is broken: {why}.": "台账第{n}条记录有破损：{why}。",
    "versions of it are there, the entry is not": "有其版本，却没有该条记录",
    "an entry before it is missing or was moved": "其前的记录缺失或被移动",
    "it, or what it made, is not what was written": "该记录或其结果与当时所写不同",
    "A kept document is not what was ingested.": "所存文件与收入时不同。",
    "Restore the last backup that verifies, and find out who had access to the database.": (
        "请恢复最近一次核验无误的备份，并查明何人接触过数据库。"
    ),
    "it comes from a page of another site": "它来自其他网站的页面",
    "it does not carry the token of this session": "它没有本次会话的令牌",
    '"quota:land@2025=8000 mu"': '"quota:land@2025=8000 mu"',
    "This password would be guessed: it is made of common words or of the name.": (
        "此密码容易被猜中：由常用词或用户名组成。"
    ),
    "A password has {n} to {m} characters.": "密码须为{n}至{m}个字符。",
    "A sentence is long and easy to keep.": "用一句话作密码，既够长又好记。",
    "{n} characters": "{n}个字符",
    "Take words that only you put together.": "请用只有自己才会如此组合的词语。",
    "A name has letters, figures, dots, hyphens and @, at most 64 of them.": (
        "用户名由字母、数字、点、连字符和@组成，最多64个。"
    ),
    "Choose another.": "请另选。",
    "`kaimen users list` shows all.": "`kaimen users list` 可列出全部。",
    'There is no account "{name}".': "没有账户“{name}”。",
    'There is an account "{name}" already.': "已有账户“{name}”。",
    "Choose another name.": "请另选名称。",
    "There were too many failed attempts; wait {n} minutes.": "登录失败次数过多；请等待{n}分钟。",
    "Correct them first: kaimen appeal correct, or kaimen appeal refuse.": (
        "请先更正或驳回：kaimen appeal correct 或 kaimen appeal refuse。"
    ),
    "The plan does not know {name}.": "方案中没有{name}。",
    "Name the plan that decided on it.": "请写明作出该决定的方案。",
    "Correct the id, or import the list that has it.": "请改正编号，或导入含有它的清单。",
    "Import the list that has it, or correct the id.": "请导入含有它的清单，或改正编号。",
    "Correct the id, or name the plan that has it.": "请改正编号，或写明含有它的方案。",
    "There is no project {name} any more.": "项目{name}已不存在。",
    "Give an id that `kaimen appeal list` shows.": "请给出申诉列表中的编号。",
    "The calculation ended before its time: {why}.": "计算提前结束：{why}。",
    "its process was ended by signal {n}": "计算进程被信号{n}终止",
    "its process ended with code {n}": "计算进程以代码{n}结束",
    "the workbench ended": "工作台已关闭",
    "Nothing else was touched. Begin it again; if it ends so again, look for memory that is full.": (
        "其他内容不受影响。请重新开始；如再次中断，请检查内存是否已满。"
    ),
    "Nothing else was touched.": "其他内容不受影响。",
    "Begin it again; if it ends so again, look for memory that is full.": (
        "请重新开始；如再次中断，请检查内存是否已满。"
    ),
    'Project "{name}" has no option in this plan, so that solving again cannot bring it in.': (
        "项目“{name}”在本方案中没有可用做法，重新求解也不能入选。"
    ),
    "Look at its reason.": "请查看未入选理由。",
    "Look at its reason: kaimen explain.": "请查看未入选理由：kaimen explain。",
    "The file is no checkpoint.": "文件不是校验点。",
    "Give a file that `kaimen ledger checkpoint` wrote.": "请给出由 `kaimen ledger checkpoint` 写成的文件。",
    "{n} entries": "{n}条记录",
    "The plan has no such quota or fund.": "方案没有这项指标或资金。",
    "Choose one of the price list.": "请从价目表中选择。",
    "Entry {n} cannot be undone: {why}.": "第{n}条记录不能撤销：{why}。",
    "Entry {n} did not change project {project} by hand.": "第{n}条记录不是对项目{project}的手工修改。",
    "Choose one of the project's own page.": "请在该项目的页面中选择。",
    "{names} changed again since": "{names}此后又有修改",
    "there is no such entry": "没有这条记录",
    "Undo the later entries first.": "请先撤销其后的记录。",
    "Give a number that `kaimen ledger log` shows.": "请给出台账中的条目号。",
    "The workspace has no projects.": "工作区没有项目。",
    "The workspace has no projects at entry {n}.": "工作区在第{n}条记录时没有项目。",
    "Take a list in first: kaimen library import LIST --keep.": "请先导入清单：kaimen library import 清单 --keep。",
    'The weight of "{name}" is not a number.': "“{name}”的权重不是数字。",
    "The folder has something else in it, and nothing was written.": "文件夹里有别的内容，未写入任何文件。",
    "a new folder, or one with {name}": "新文件夹，或含有 {name} 的文件夹",
    "Name another folder.": "请另选文件夹。",
    "The file cannot be opened: {why}.": "文件无法打开：{why}。",
    "it cannot be read": "无法读取",
    "it is a device or a pipe": "它是设备或管道",
    "Give a file that exists and that you may read; see that its folder is right.": (
        "请给出存在且可读的文件，并核对所在文件夹。"
    ),
    "The file is larger than 1 GiB.": "文件大于 1 GiB。",
    "Give the list itself, or a part of it.": "请给出清单本身或其一部分。",
    "The file is not text in UTF-8.": "文件不是 UTF-8 文字。",
    "byte {name}": "字节{name}",
    "Save it as UTF-8.": "请存为 UTF-8。",
    "The file cannot be written: {why}.": "文件无法写入：{why}。",
    "There is a file of this name that is no backup; it was left as it is.": "已有同名文件，且不是备份；未作改动。",
    "Give the backup a name of its own; the workspace to back up is named with -w.": (
        "请为备份另取名称；要备份的工作区用 -w 指定。"
    ),
    "There is a file of this name that is no checkpoint; it was left as it is.": (
        "已有同名文件，且不是校验点；未作改动。"
    ),
    "a new name, or an earlier checkpoint": "新名称，或先前的校验点",
    "Give it a name.": "请另取名称。",
    "a new name, or an earlier backup": "新名称，或先前的备份",
    "unknown reason": "原因不明",
    "it is a folder": "它是文件夹",
    "there is no folder {name}": "没有文件夹{name}",
    "the folder {name} is read-only for you": "文件夹{name}对当前用户只读",
    "Choose a folder that exists and that you may write to.": "请选择存在且可写入的文件夹。",
    "Free some space, or write to another disk; a file that was there before is as it was.": (
        "请腾出空间，或写到其他磁盘；原有文件未变。"
    ),
    "The folder cannot be made: {why}.": "文件夹无法建立：{why}。",
    "Choose another with -o.": "请用 -o 另选。",
    "This server does not answer to that name.": "本服务器不使用该名称。",
    "The request is larger than {n} bytes.": "请求大于{n}字节。",
    "This is a fault of the server; its log has it under {id}.": "服务器出现故障；日志编号为{id}。",
}

COMMANDS: dict[str, str] = {
    "The server cannot listen there: {why}.": "服务器不能在此监听：{why}。",
    "Give another --port, or end the other program; --port 0 takes any that is free.": (
        "请另给 --port，或结束占用它的程序；--port 0 自动选用空闲端口。"
    ),
    "Others could reach this workspace, and it has no account.": "其他人可访问此工作区，而它没有账户。",
    "Add one first: kaimen users add NAME --role admin.": "请先添加账户：kaimen users add 用户名 --role admin。",
    "Put a TLS proxy before it and give its name with --name, such as --name plan.example.org.": (
        "请在前面设置 TLS 代理，并用 --name 写明其名称，例如 --name plan.example.org。"
    ),
    "Passwords would go over the network in the clear.": "密码会以明文经网络传送。",
    "PDF needs the package typst, which is not installed.": "生成 PDF 需要软件包 typst，尚未安装。",
    "Install kaimen with its extra, kaimen[report]; or print the HTML paper.": (
        "请安装 kaimen 及其附加项 kaimen[report]；或打印 HTML 材料。"
    ),
    "There is no Chinese font on this machine.": "本机没有中文字体。",
    "Install one of them, such as {name}; or print the HTML paper.": "请安装其中一种（例如{name}）；或打印 HTML 材料。",
    "The paper could not be typeset.": "材料无法排版。",
    "Print the HTML paper.": "请打印 HTML 材料。",
    "{n} links are more than a picture can show; name a CHAIN, or --around a LINK": (
        "{n}个环节超出图的容量；请写明产业链，或用 --around 写明环节"
    ),
    "Give a link that kaimen chains show lists.": "请给出 kaimen chains show 所列的环节。",
    'Project "{name}" is in the list, but the scenario does not consider it.': (
        "项目“{name}”在清单中，但情景未将其纳入考虑。"
    ),
    "Look at `consider` in the scenario.": "请查看情景中的 `consider`。",
    "Take a table with `question` and `answer` in.": "请导入含 `question` 和 `answer` 两列的表。",
    "A bundle is made from a clone of kaimen, and this is an installed package.": (
        "离线包须在 kaimen 的代码仓库中制作，而这里是已安装的软件包。"
    ),
    "Run ./kaimen bundle in a clone.": "请在代码仓库中运行 ./kaimen bundle。",
    "Choose another place, or free some space.": "请另选位置，或腾出空间。",
    "The packages could not be fetched.": "软件包无法取得。",
    "pip says nothing": "pip 没有说明",
    "See that pip can fetch packages here: its index, a proxy, a certificate; then run it again.": (
        "请确认 pip 在此可以取得软件包（索引、代理、证书），再重新运行。"
    ),
    "it has more than {n} pledges": "承诺超过{n}项",
    "it has no list of pledges": "没有承诺列表",
    "it is not the JSON that was asked for": "不是所要求的 JSON",
    "a pledge has no quote": "有承诺没有引文",
    "a quote is not between {n} and {m} characters long": "有引文的长度不在{n}至{m}字之间",
    "a quote does not stand in the text": "有引文在原文中找不到",
    "a figure is not the one in its quote": "有数字与引文中的不同",
    "no answer came ({why})": "没有收到回答（{why}）",
    "status {n}": "状态码{n}",
    "timed out": "超时",
    "over {n} years": "{n}年间",
}
