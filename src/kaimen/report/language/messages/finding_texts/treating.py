"""What findings on chains, policies, programmes, services and cases say."""

CHAINS_AND_FIRMS: dict[str, str] = {
    "Write the role, such as investment office or chain secretary, and keep persons out of the record.": (
        "请写岗位，例如投资促进局或链长办公室；台账不登记个人。"
    ),
    "Write a share such as 40 % or 0.4.": "请写占比，例如40%或0.4。",
    "Write a number above 0, or leave the cell blank: then the link counts 1.": (
        "请写大于0的数字；留空则该环节按1计。"
    ),
    "a whole number from {n} to {m}": "{n}至{m}的整数",
    'The region of project "{name}" is not in the tree.': "项目“{name}”所在地区不在地区树中。",
    'The {kind} "{name}" occurs a second time; this row is left out.': "{kind}“{name}”再次出现；该行不予采用。",
    "chain": "产业链",
    "link": "环节",
    "technology": "技术",
    "application scenario": "应用场景",
    "cluster": "集群",
    "contact": "对接岗位",
    "lead": "线索",
    "firm": "企业",
    "laboratory": "实验室",
    "training place": "培训基地",
    "firm or laboratory": "企业或实验室",
    "project": "项目",
    "region": "地区",
    "an id not used before": "未用过的编号",
    "Give each row an id of its own, or delete the row if it is the same.": (
        "请为每行取不同编号；若为同一项，请删除该行。"
    ),
    '{subject} names the {kind} "{name}", which is not known; {then}.': (
        "{subject}所写的{kind}“{name}”无法识别；{then}。"
    ),
    'The link "{name}"': "环节“{name}”",
    'The lead "{name}"': "线索“{name}”",
    'The {kind} "{name}"': "{kind}“{name}”",
    "it is kept": "予以保留",
    "the name is left out": "该名称不予采用",
    "it is left out of it": "从中略去",
    "the row is left out": "该行不予采用",
    "it is left blank": "按空白处理",
    "Add the {kind}, or correct the name.": "请补充该{kind}，或改正名称。",
    "Perhaps {names_or}.": "或为{names_or}。",
    'The {kind} "{name}" stands on the link "{link}" twice; this row is left out.': (
        "{kind}“{name}”在环节“{link}”出现两次；该行不予采用。"
    ),
    "Add the two up in one row.": "请合并为一行。",
    "one row": "一行",
    'The contact of "{name}" looks like a person or a number; it is left out.': (
        "“{name}”的对接岗位像是个人姓名或号码；不予采用。"
    ),
    "a role": "岗位",
    'The region of "{name}" is not in the tree.': "“{name}”所在地区不在地区树中。",
    "Correct the region, or take it into the tree.": "请改正地区，或将其纳入地区树。",
    'Only some suppliers of link "{name}" state a {what}; all count alike.': (
        "环节“{name}”只有部分供应方写明{what}；各家同等计算。"
    ),
    "share": "占比",
    "capacity": "产能",
    "share or capacity": "占比或产能",
    "State a share, or a capacity, of every supplier of the link.": "请为该环节每家供应方写明占比或产能。",
    'The shares of link "{name}" add up to {n} %; they count in proportion.': (
        "环节“{name}”的占比合计{n}%；按比例折算。"
    ),
    "Correct the shares, so that they add up to no more than 100 %.": "请改正占比，使合计不超过100%。",
    'The link "{name}" occurs a second time; this row is left out.': "环节“{name}”再次出现；该行不予采用。",
    "Give each link an id of its own; what a link needs goes into one cell, with ; between.": (
        "请为每个环节取不同编号；一个环节所需的各环节写在一格内，用分号隔开。"
    ),
    'The link "{name}" needs "{other}", which is not a link; that is left out.': (
        "环节“{name}”所需的“{other}”不是环节；该项略去。"
    ),
    "a link": "环节",
    "Add the link, or correct the name.": "请补充该环节，或改正名称。",
    'The links form a circle: {names_needs}. That "{name}" needs "{other}" is left out.': (
        "环节成环：{names_needs}。“{name}”需要“{other}”一项略去。"
    ),
    "Take out of `upstream` the step that does not hold; what comes back, such as scrap, is a link of its own.": (
        "请从 `upstream` 中删去不成立的一步；回收料等回流物应另列为环节。"
    ),
    "is above the whole": "超过总体",
    "at most 100 %": "不超过100%",
    "Correct the cell.": "请改正单元格。",
    "is 0": "为0",
    "above 0": "大于0",
    "Use one of the words.": "请用规定用词之一。",
    "The table has no rows below its header.": "表头下面没有内容。",
    "Add rows.": "请补充内容。",
    "The table is none of the tables of chains; for {name} it lacks {names}.": (
        "这不是产业链的数据表；作为 {name} 表缺少 {names}。"
    ),
    "Name the columns as one of the tables of chains does.": "请按产业链某一数据表的写法给各列命名。",
    'The column "{name}" is none of the table of {kind} and is not used.': "列“{name}”不属于{kind}表，没有用到。",
    "Rename it or leave it.": "请改名，或不予理会。",
    "The row has no {names_and_no}; it is left out.": "该行没有{names_and_no}；不予采用。",
    'The {heading} of "{name}" {what}; {then}.': "“{name}”的{heading}{what}；{then}。",
    "Fill the cell, or delete the row.": "请填写单元格，或删除该行。",
    "a chain": "产业链",
    "a title": "名称",
    "a region or group": "地区或地区组",
    "Take its links in with kaimen chains import, or correct the name.": (
        "请用 kaimen chains import 导入其环节，或改正名称。"
    ),
    "Correct it, or take it into the tree: kaimen regions import.": "请改正，或纳入地区树：kaimen regions import。",
    "Correct the region, or take it into the tree: kaimen regions import.": (
        "请改正地区，或纳入地区树：kaimen regions import。"
    ),
    'There is no chain "{name}".': "没有产业链“{name}”。",
    'There is no region "{name}".': "没有地区“{name}”。",
    # firms, regions
    'The firm id "{name}" occurs a second time; this row is left out.': "企业编号“{name}”再次出现；该行不予采用。",
    "Give each firm an id of its own, or delete the row if it is the same firm.": (
        "请为每家企业取不同编号；若为同一企业，请删除该行。"
    ),
    "Add firms.": "请补充企业。",
    "Name the column of the firm's id `id`.": "请把企业编号列命名为 `id`。",
    'The unit "{name}" is not known; the column is not read.': "单位“{name}”无法识别；该列不予读取。",
    "Use a unit of the reference.": "请用参考手册所列的单位。",
    "The firm has no id; the row is left out.": "该企业没有编号；该行不予采用。",
    'The {name} of firm "{firm}" is not one of the classes; it is left empty.': (
        "企业“{firm}”的{name}不在规定类别之列；按空白处理。"
    ),
    "ownership": "所有制",
    "size": "规模",
    "sector": "行业",
    "Use one of the classes.": "请用规定类别之一。",
    'The {name} of firm "{firm}" in {period} {what}; it is left out.': (
        "企业“{firm}”{period}的{name}{what}；不予采用。"
    ),
    "Add regions.": "请补充地区。",
    "Name the column of the region's id `id`.": "请把地区编号列命名为 `id`。",
    "The table has no column `id`.": "表中没有 `id` 列。",
    "The region has no id; the row is left out.": "该地区没有编号；该行不予采用。",
    "The tile is not a column and a row; it is left empty.": "示意格须写列号和行号；按空白处理。",
    "Write two whole numbers with a comma.": "请写两个整数，用逗号隔开。",
    'Region "{name}" is given twice.': "地区“{name}”写了两次。",
    "Keep one of them.": "请保留其中之一。",
    'Region "{name}" {fault}.': "地区“{name}”{fault}。",
    'lies in "{name}", which is not a region': "所属的“{name}”不是地区",
    'lies in "{name}", which lies in it': "所属的“{name}”又属于它",
    "lies in itself": "属于自身",
    "Name the region it lies in, or leave `within` out for the top of the tree.": (
        "请写明所属地区；最上一级不写 `within`。"
    ),
    'Region group "{name}" has a member "{member}" that is not a region.': ("地区组“{name}”的成员“{member}”不是地区。"),
    "Declare the region, or take it out of the group.": "请声明该地区，或将其移出该组。",
    'The name "{name}" is used twice.': "名称“{name}”用了两次。",
    "Rename the group.": "请给该组改名。",
}

POLICIES: dict[str, str] = {
    'The unit of the field "{name}" is not known.': "字段“{name}”的单位无法识别。",
    "a unit of the reference": "参考手册所列的单位",
    "Write the number alone, or declare the field with its unit.": "请只写数字，或声明该字段及其单位。",
    "the version from {start} to end by {end}": "{start}起的版本在{end}之前终止",
    "the version from {start} (line {n}) to end by {end}": "{start}起的版本（第{n}行）在{end}之前终止",
    "another day to begin": "另一起始日期",
    "Write end = {day} in the earlier version, or give this rule an id of its own.": (
        "请在前一版本写 end = {day}，或为本规定另取编号。"
    ),
    "A condition is a table.": "条件须写成表。",
    'A condition has no key "{key}".': "条件没有“{key}”这个键。",
    '"{key}" stands alone in its table.': "“{key}”须单独成表。",
    '"{key}" takes a list of conditions.': "“{key}”须写条件列表。",
    "A condition names no field.": "条件未写明字段。",
    'The field "{name}" holds words.': "字段“{name}”的内容是用词。",
    'is = "..." or one_of = ["...", "..."] for {name}': '{name}须写 is = "..." 或 one_of = ["...", "..."]',
    'The field "{name}" holds numbers.': "字段“{name}”的内容是数字。",
    "is, at_least, more_than, at_most, less_than or between = [low, high]": (
        "is、at_least、more_than、at_most、less_than 或 between = [下限, 上限]"
    ),
    "Two keys set one end.": "同一端用两个键设定。",
    "one": "一个",
    'Nothing is asked of the field "{name}".': "对字段“{name}”没有写任何要求。",
    "is, at_least, more_than, at_most, less_than or between": (
        "is、at_least、more_than、at_most、less_than 或 between"
    ),
    'No number is within what is asked of "{name}".': "没有数字能满足对“{name}”的要求。",
    "a lower end below the upper": "下限小于上限",
    "Correct the condition; the rule is left out until then.": "请改正条件；在此之前该规定不予采用。",
    'The field "{name}" is a bare number.': "字段“{name}”是不带单位的数字。",
    'In "{name}": {fault}': "“{name}”：{fault}",
    '"{name}" is what every firm says in words.': "“{name}”是每家企业用文字填写的字段。",
    "Rename the field.": "请给该字段改名。",
    "Use one that is listed.": "请用所列的一项。",
    'The limit "{name}" limits nothing.': "限额“{name}”没有限制任何内容。",
    'The programme "{name}"': "支持计划“{name}”",
    'The matching "{name}"': "融资对接“{name}”",
    'No loan is within what "{name}" lends.': "“{name}”的贷款额度范围内没有任何数额。",
    "Correct one.": "请改正其中之一。",
    "a largest of {value} or more": "最高额不低于{value}",
    '{whose} counts "{name}" with what is no number of 0 or more.': "{whose}计入“{name}”的系数不是不小于0的数字。",
    "Correct the number.": "请改正数字。",
    "a number such as 0.1": "数字，例如 0.1",
    'The dates of "{name}" cannot be read.': "“{name}”的日期无法读取。",
    "Write days without quotation marks.": "日期请不加引号。",
    '"{name}" ends before it begins.': "“{name}”的终止早于起始。",
    "`end` is the first day on which it no longer holds.": "`end` 是不再有效的第一天。",
    "an end after {day}": "晚于{day}的终止日期",
    "Write the day without quotation marks: 2019-01-03.": "日期请不加引号：2019-01-03。",
    "The day of the document cannot be read.": "文件日期无法读取。",
    'What "{name}" gives is not clear.': "“{name}”给予的内容不明确。",
    "amount (perhaps with each), rate with of, or tiers with by": ("amount（可加 each）、rate 加 of，或 tiers 加 by"),
    '"{rule}" takes a rate of "{name}", which is not money in {money}.': (
        "“{rule}”按“{name}”计比例，而它不是以{money}计的金额。"
    ),
    "a bare number": "不带单位的数字",
    "Correct the unit of the field.": "请改正该字段的单位。",
    "a field of money": "金额字段",
    'The tiers of "{name}" cannot be used.': "“{name}”的分档不能用。",
    "rising starts, each with an amount or a rate": "起点依次升高，每档写数额或比例",
    "rising starts, each with an amount or a rate (rates for slices)": "起点依次升高，每档写数额或比例（分段计写比例）",
    "Correct the tier.": "请改正该档。",
    'The matching "{name}" reads the field "{field}", which is not declared; it is left out.': (
        "融资对接“{name}”所用字段“{field}”没有声明；不予采用。"
    ),
    'The matching "{name}" reads "{field}", which is of another kind; it is left out.': (
        "融资对接“{name}”所用的“{field}”种类不同；不予采用。"
    ),
    "a field in %": "以%计的字段",
    "a field of money such as {money}": "金额字段，例如{money}",
    'Declare it: [field."{name}"], with its unit if it has one; or correct the name.': (
        '请声明：[field."{name}"]，有单位的写明单位；或改正名称。'
    ),
    'The programme "{name}" counts the field "{field}", which is not declared; it is left out.': (
        "支持计划“{name}”计入的字段“{field}”没有声明；不予采用。"
    ),
    '"{name}" does not say on which {part} it rests; it is left out.': "“{name}”未写明依据哪个{part}；不予采用。",
    "article": "条款",
    "document": "文件",
    'Write cite = { document = "...", number = "...", article = "..." }.': (
        '请写 cite = { document = "...", number = "...", article = "..." }。'
    ),
    "a document and an article": "文件和条款",
    '"{rule}" reads the field "{name}", which is not declared; the rule is left out.': (
        "“{rule}”所用字段“{name}”没有声明；该规定不予采用。"
    ),
    'Two versions of "{name}" are in force at the same time; the later one is left out.': (
        "“{name}”有两个版本同时有效；后一个不予采用。"
    ),
    "no end": "没有终止日期",
    "Give it a later start, or an id of its own; or delete it.": "请改为较晚的起始日期，或另取编号，或予删除。",
    '"{policy}" pays from the pool "{pool}", which is not declared.': "“{policy}”所用资金池“{pool}”没有声明。",
    "Declare it as a [[pool]], or correct the name.": "请以 [[pool]] 声明，或改正名称。",
    "Policies stand in each other's place in a circle: {names}.": "政策互相替代成环：{names}。",
    "Take one `instead_of` of the circle out; until then the last one in the file does not count.": (
        "请删去环中一项 `instead_of`；在此之前，文件中最后一项不计。"
    ),
    'There is no {kind} "{name}" that stands.': "没有有效的{kind}“{name}”。",
    "lender": "贷款机构",
    "guarantee": "担保",
    "policy": "政策",
    "programme": "支持计划",
    "matching": "融资对接",
    "Correct the id; a {kind} that is left out with an error does not count.": (
        "请改正编号；因有错误而未采用的{kind}不计。"
    ),
    '{n} firms give "{name}" in another kind of unit; for them it is not known.': (
        "{n}家企业的“{name}”所用单位种类不同；对这些企业按不详处理。"
    ),
    "Give the fact the unit of the field.": "请用该字段的单位填写。",
    'No firm of the list says "{name}"; what depends on it is not known.': (
        "名单中没有企业填写“{name}”；取决于它的内容无法判断。"
    ),
    'No firm of the list says "{name}" for {period}; what depends on it is not known.': (
        "名单中没有企业填写{period}的“{name}”；取决于它的内容无法判断。"
    ),
    "a column `fact: {name} ...`": "列 `fact: {name} ...`",
    "Add the column to the list, or say what counts where it is missing.": "请在名单中加上该列，或写明缺失时按什么计。",
    'What is due from the pool "{name}" is {amount} too much.': "资金池“{name}”应支付的数额超出{amount}。",
    "Raise the pool, or choose among the firms with a programme: kaimen policies enrol.": (
        "请增加资金池，或用支持计划择优：kaimen policies enrol。"
    ),
    "There are no firms.": "没有企业。",
    "Give a list with --firms, or take one in with kaimen firms import.": (
        "请用 --firms 给出名单，或用 kaimen firms import 导入。"
    ),
    'There is no file "{name}", and no book of that name is kept in the workspace.': (
        "没有文件“{name}”，工作区也没有保存同名的规定汇编。"
    ),
    "none is kept": "尚未保存",
    "Correct the name, or keep the file with kaimen policies import FILE --keep.": (
        "请改正名称，或用 kaimen policies import 文件 --keep 保存。"
    ),
    'There is no programme "{name}" that stands.': "没有有效的支持计划“{name}”。",
    "Correct the name, or add a [[programme]].": "请改正名称，或加上 [[programme]]。",
    'There is no matching "{name}" that stands.': "没有有效的融资对接“{name}”。",
    'There is no programme or matching "{name}".': "没有名为“{name}”的支持计划或融资对接。",
    "Work it out first.": "请先计算。",
    "Correct it if a decimal point or a unit was lost; leave it if it is right.": (
        "如丢了小数点或单位有误，请更正；无误则保留。"
    ),
    "about {x} or less": "大约不超过{x}",
    "The {name} is far above all others of its column; it is kept.": "{name}远高于同列其他各项；予以保留。",
    'An answer to "{name}" is far above all others; it is kept.': "对“{name}”的一项答复远高于其他各项；予以保留。",
    'The rate of lender "{name}" is above {x} % a year; it is kept.': "贷款人“{name}”的年利率高于{x}%；予以保留。",
    'The capacity of "{name}" is {n} times what link "{link}" needs.': "“{name}”的产能是环节“{link}”需求的{n}倍。",
    'Respondent "{name}" answers "{question}" twice; both count.': (
        "受访者“{name}”对“{question}”答复了两次；两次均计入。"
    ),
    "Delete one of the rows, or give each respondent a name of its own.": "请删去其中一行，或给每位受访者各自的名称。",
    "one answer": "一项答复",
    'The service "{name}" has a standard already; this row takes its place.': "事项“{name}”已有标准；以本行为准。",
    "Delete the row that does not hold.": "请删去不成立的一行。",
    "one standard": "一项标准",
    'Case "{name}" is due before it was received.': "办件“{name}”在受理之前就已到期。",
    'The column "{name}" is not used.': "未使用列“{name}”。",
    "Call it {name} if that is what it is, or leave it.": "如确为此项，请改称{name}；否则可不改。",
    'The fact "{name}" has no period; the column is not read.': "指标“{name}”没有时期；未读取该列。",
    "Write fact: {name} 2024.": "请写成 fact: {name} 2024。",
    'The {kind} "{name}" occurs a second time; this one is left out.': "{kind}“{name}”重复出现；本条不予采用。",
    "a name not used before": "未用过的名称",
    "Give it a name of its own, or delete it.": "请另取名称，或将其删去。",
    "a policy file": "政策文件",
    "Write a day that there is, such as 2024-02-29, without quotation marks.": (
        "请写确实存在的日期，例如2024-02-29，不加引号。"
    ),
    "Row {n} has cells beyond the last column of the header; they are not read.": (
        "第{n}行在表头最后一列之后还有单元格；未予读取。"
    ),
    "Row {n} and {more} rows more has cells beyond the last column of the header; they are not read.": (
        "第{n}行及另外{more}行在表头最后一列之后还有单元格；未予读取。"
    ),
    "Put a cell that has a comma in it in quotation marks, or give the column a heading.": (
        "含逗号的单元格请加引号，或给该列加上表头。"
    ),
    "{n} cells": "{n}个单元格",
    "The {name} {what}; it is left out.": "{name}{what}；不予采用。",
    "The {name} is below 0; it is left out.": "{name}小于0；不予采用。",
    'waiting of "{name}"': "“{name}”的等待天数",
    'amount of "{name}"': "“{name}”的金额",
    'The plan has no project "{name}" that could be chosen; the decision on it is left out.': (
        "方案中没有可供选择的项目“{name}”；对它的决定不予采用。"
    ),
    "an id of the plan": "方案中的编号",
    "Correct the id, or audit the plan that has the project.": "请更正编号，或审查有该项目的方案。",
    "Correct the name, or add a [[financing]].": "请改正名称，或加上 [[financing]]。",
    'The policy "{name}" of the programme is not in force on that day.': "该支持计划的政策“{name}”当日不在有效期内。",
    "Give another --day.": "请另给 --day。",
}

SERVICES: dict[str, str] = {
    "Write a day such as 2024-07-15, with an hour if you know it.": "请写日期，例如2024-07-15；知道钟点的一并写明。",
    "There are too few cases that were due to learn from and to try a forecast on.": (
        "已到期办件太少，不足以建立和检验预测。"
    ),
    "{n} to {m}, at most {most} of them added": "{n}至{m}，其中新增不超过{most}",
    "Of {n} classes by {name} there are too few cases to say how long they take.": (
        "按{name}分的{n}类办件太少，不能判断办理时长。"
    ),
    "due": "到期日",
    "day": "日期",
    "The list is none of the tables of a service.": "清单不是服务事项的数据表。",
    "Rename the columns, or say what they are with --column HEADING=NAME.": (
        "请给各列改名，或用 --column 表头=名称 写明。"
    ),
    "The case has no id; the row is left out.": "办件没有编号；该行不予采用。",
    "The stop names no case; the row is left out.": "暂停计时未写明办件；该行不予采用。",
    "The standard is no number of working days; the row is left out.": "办理时限不是工作日数；该行不予采用。",
    "a whole number from 1": "不小于1的整数",
    "The standard names no service.": "办理时限未写明服务事项。",
    "The answer is not a number, yes or no.": "答案既不是数字，也不是“是”或“否”。",
    "such as 4 or yes": "例如 4 或 yes",
    "The weight is not a number above 0; the answer is left out.": "权重不是大于0的数字；该答案不予采用。",
    "Correct it, or leave all blank.": "请改正，或全部留空。",
    "The answer names no question.": "答案未写明问题。",
    "The row names no calendar, or its kind is not one of those known; it is left out.": (
        "该行未写明日历，或种类无法识别；不予采用。"
    ),
    "off, work, weekend": "off（放假）、work（上班）、weekend（周末）",
    "The weekend is no day of the week; the row is left out.": "周末所写不是星期几；该行不予采用。",
    "The days end before they begin, or last for months; the row is left out.": (
        "起止日期颠倒，或长达数月；该行不予采用。"
    ),
    "a later day": "较晚的日期",
    "The row's {what} is no day; the row is left out.": "该行的{what}不是日期；该行不予采用。",
    "received": "受理日期",
    "decided": "办结日期",
    "stopped": "暂停计时日期",
    "restarted": "恢复日期",
    "until": "截止日期",
    "a service": "服务事项",
    "a question": "问题",
    "a case": "办件",
    "working days": "工作日数",
    "case": "办件",
    "service": "服务事项",
    "answer": "答案",
    "question": "问题",
    "kind": "种类",
    "{day} is {what} in calendar {name}; the first saying stands.": "日历{name}中{day}{what}；以先写的为准。",
    "both off and worked": "既写放假又写上班",
    "said twice": "写了两次",
    "each day once": "每天只写一次",
    "Delete one of the rows.": "请删除其中一行。",
    'Case "{name}" was decided before it was received.': "办件“{name}”的办结早于受理。",
    "after {day}": "晚于{day}",
    "Correct one of the days; until then it is left out of how long cases take.": (
        "请改正其中一个日期；在此之前不计入办理时长。"
    ),
    'A stop of case "{name}" {fault}.': "办件“{name}”的一次暂停计时{fault}。",
    "ends before it begins": "结束早于开始",
    "begins before the case was received": "早于受理",
    "overlaps the one that begins on {day}": "与{day}开始的一次重叠",
    "Correct its days.": "请改正日期。",
    "now": "现在",
    "The calendar {name} does not know the holidays of {years}.": "日历{name}没有{years}的节假日安排。",
    "Only weekends count as free there; take in a calendar with those years.": (
        "这些年份只按周末计休息日；请导入含相应年份的日历。"
    ),
    'The calendar "{name}" of service "{service}" is not known.': "服务事项“{service}”所用日历“{name}”无法识别。",
    "Take the calendar in first, or correct its name.": "请先导入该日历，或改正名称。",
    'The case "{name}" occurs a second time; this row is left out.': "办件“{name}”再次出现；该行不予采用。",
    "Give each case of a service an id of its own.": "同一服务事项的办件请取不同编号。",
    'There is no case "{name}".': "没有办件“{name}”。",
    'There is no case "{name}" of service "{service}".': "服务事项“{service}”没有办件“{name}”。",
    "a case taken in": "已导入的办件",
    "Take its case in first, or correct its id or service.": "请先导入该办件，或改正其编号或服务事项。",
    "Take in more cases.": "请导入更多办件。",
    "There are no answers of a survey yet.": "尚无问卷答案。",
    "Take a table with `question` and `answer` in.": "请导入含 `question` 和 `answer` 两列的表。",
    "days takes FROM and either TO or --add DAYS; days such as 2024-09-30, of the years {years}": (
        "days 须给起始日期，以及终止日期或 --add 天数；日期例如 2024-09-30，年份限{years}"
    ),
    'The calendar "{name}" is not known.': "日历“{name}”无法识别。",
    "Correct its name.": "请改正名称。",
    "--as-of takes a day such as 2024-05-08, --lang en or zh; not {one}, {other}": (
        "--as-of 须为日期（如 2024-05-08），--lang 须为 en 或 zh；而不是{one}、{other}"
    ),
    "{n} decided cases": "{n}件办结",
    "Look at fewer.": "请少看几类。",
}
