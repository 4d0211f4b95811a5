"""What findings on scenarios, problems, plans and their proofs say."""

SCENARIOS: dict[str, str] = {
    'There is no kind of rule called "{name}".': "没有“{name}”这种规则。",
    "project and needs": "project 和 needs",
    "{amount}, such as {example}": "{amount}，例如{example}",
    'Write each point as 100 = "0.8", or "2.5" = "0.8" where the number has a decimal point.': (
        '每个点请写成 100 = "0.8"；数字有小数点的写成 "2.5" = "0.8"。'
    ),
    'Write points = { 0 = "0", 100 = "1" }, or categories = { high = "1", low = "0" }.': (
        '请写 points = { 0 = "0", 100 = "1" }，或 categories = { high = "1", low = "0" }。'
    ),
    'Write count = 10, or amount = "1,200 mu" with of = "land".': (
        '请写 count = 10，或 amount = "1,200 mu" 加 of = "land"。'
    ),
    "Write the number alone, in the unit that the list has it in; or declare the resource.": (
        "请只写数字，单位与清单相同；或声明该资源。"
    ),
    'Write it as "35 %" or "0.35".': '请写成 "35 %" 或 "0.35"。',
    'Write amount = { {label} = "..." }, or { {each} = "..." } for every period the same.': (
        '请写 amount = { {label} = "..." }；各时期相同的写 { {each} = "..." }。'
    ),
    "Write count = 1 or amount = ...": "请写 count = 1 或 amount = ...",
    'Write projects = ["P-1"] or where = { sector = "rail" }.': (
        '请写 projects = ["P-1"] 或 where = { sector = "rail" }。'
    ),
    "{label} to start on {day}": "{label}自{day}开始",
    '"2026", "2026Q3", "2026-07" or { label = "FY26", start = 2025-07-01, end = 2026-07-01 }': (
        '"2026"、"2026Q3"、"2026-07" 或 { label = "FY26", start = 2025-07-01, end = 2026-07-01 }'
    ),
    "Leave it so only if the middle is meant to be best.": "除非本意是中间最好，否则请改正。",
    'Take "period" out; to speak of what starts then, write starts = ["{label}"].': (
        '请删去“period”；如指该时期开工的项目，请写 starts = ["{label}"]。'
    ),
    "field": "字段",
    "override": "改动",
    # benefit
    "The scenario does not say what counts as benefit.": "情景未写明以什么计算效益。",
    'Write [benefit] with weights = { points = "1" }.': '请写 [benefit]，并写 weights = { points = "1" }。',
    'Write weights = { points = "1" }.': '请写 weights = { points = "1" }。',
    'Benefit measured by "{name}" does not take {keys}.': "以“{name}”计算效益时不使用{keys}。",
    "Take it out, or choose another measure.": "请删去，或改用其他计算方式。",
    'The weight of "{name}" is not a number.': "“{name}”的权重不是数字。",
    "Correct the weight.": "请改正权重。",
    "No criterion has a weight, so that nothing counts as benefit.": "没有任何准则设权重，无从计算效益。",
    '"{name}" has a value function, but no weight.': "“{name}”有价值函数，却没有权重。",
    "Give it a weight, or take the value function out.": "请为其设权重，或删去价值函数。",
    'The value function of "{name}" needs either points or categories.': "“{name}”的价值函数须写各点或各类别之一。",
    'The value function of "{name}"': "“{name}”的价值函数",
    "points or categories": "points（各点）或 categories（各类别）",
    "A value is a number.": "价值须为数字。",
    'a number such as "0.4"': '数字，例如 "0.4"',
    "two numbers": "两个数字",
    "{subject} has points that are not numbers.": "{subject}有的点不是数字。",
    "{subject} needs two or more points at different places.": "{subject}须有两个以上位置不同的点。",
    "Add a point, or take out the one given twice.": "请补充一个点，或删去重复的点。",
    "two or more": "两个以上",
    "{subject} both rises and falls.": "{subject}时升时降。",
    "one or the other": "二者取一",
    "{measure} is measured, but [benefit] has no {key}.": "以{measure}计算效益，但 [benefit] 中没有{key}。",
    "Net present value": "净现值",
    "Benefit cost ratio": "效益投资比",
    "Points": "得分",
    'Write gains = { value_added = "1 million yuan" } and lasts = 20, the periods in which they come.': (
        '请写 gains = { value_added = "1 million yuan" } 和 lasts = 20（收益持续的期数）。'
    ),
    "The gains last longer than is counted.": "收益持续的期数超出可计算范围。",
    "Give the periods of running.": "请写明运行期数。",
    'The table of reference class "{name}" says nothing about the level {level}.': (
        "参照类别“{name}”的表中没有{level}这一水平。"
    ),
    "Choose a level within the table, or extend the table from its source.": ("请选用表内的水平，或依其来源补充该表。"),
    "A cost cannot fall short of its estimate by all of it.": "实际投资不可能比估算少百分之百。",
    "Correct the overrun.": "请改正超支比例。",
    'Reference class "{name}" needs overruns at two or more different levels.': (
        "参照类别“{name}”须有两个以上不同水平的超支比例。"
    ),
    'Write overrun = { "50 %" = "15 %", "80 %" = "32 %" }.': '请写 overrun = { "50 %" = "15 %", "80 %" = "32 %" }。',
    'The overruns of reference class "{name}" fall as the level rises.': (
        "参照类别“{name}”的超支比例随水平上升反而下降。"
    ),
    "A higher level takes in more past projects, so that its overrun is no smaller.": (
        "水平越高，包含的以往项目越多，超支比例不应更小。"
    ),
    "overruns that do not fall": "不下降的超支比例",
    # values of a TOML file
    "Correct the value.": "请改正取值。",
    "text in quotation marks": "加引号的文字",
    "a name that is not empty": "非空的名称",
    'a list such as ["a", "b"]': '列表，例如 ["a", "b"]',
    'a table such as { key = "value" }': '表，例如 { key = "value" }',
    "a table of keys and values": "由键和值组成的表",
    "true or false": "true 或 false",
    "a day such as 2024-02-19, without quotation marks": "日期，例如 2024-02-19，不加引号",
    "'{names}' or '{last}'": "'{names}' 或 '{last}'",
    "Add it.": "请补上。",
    'The key "{key}" has a word that it does not take.': "键“{key}”的用词不在允许之列。",
    'The key "{key}" is missing.': "缺少键“{key}”。",
    'There is no key "{key}" here.': "此处没有“{key}”这个键。",
    "one of {names}": "以下之一：{names}",
    'Put the number and its unit in quotation marks: "{example}".': "请把数字和单位一起加引号：“{example}”。",
    "An amount is text with a unit.": "数量须写成带单位的文字。",
    'text such as "1,200 mu"': '文字，例如 "1,200 mu"',
    "The value is of the wrong kind.": "取值的类型不对。",
    "The file is not valid TOML: {why}.": "文件不是有效的 TOML：{why}。",
    'Text goes in quotes, lists in brackets: name = "value".': '文字加引号，列表加方括号：name = "value"。',
    'There is no override "{name}" in the scenario.': "情景中没有名为“{name}”的改动。",
    "Add [override.{name}], or choose one that is there.": "请加上 [override.{name}]，或选用已有的改动。",
    'The override changes "{name}", which is not the name of a [[{table}]].': (
        "改动涉及“{name}”，但没有这个名称的 [[{table}]]。"
    ),
    "Use the name that the entry has in the scenario, and give the table of what changes in it.": (
        "请用该项在情景中的名称，并写出所改内容的表。"
    ),
    # rules
    "Correct the kind.": "请改正种类。",
    'A rule of kind "{kind}" does not take {keys}.': "“{kind}”类规则不使用{keys}。",
    "Take it out.": "请删去。",
    "Take one of them out.": "请删去其中之一。",
    'Rule "{name}" {fault}.': "规则“{name}”{fault}。",
    'has "{key}" beside "where" and in it': "在“where”之内和之外都写了“{key}”",
    "one of them": "其中之一",
    "needs either a count or an amount": "须写个数或数量之一",
    "count or amount": "count（个数）或 amount（数量）",
    "neither": "均未写",
    "both": "两者都写了",
    "Give one of them.": "请写其中之一。",
    'counts projects, so it has no "of"': "按项目个数计，不应写“of”",
    'Give an amount instead of the count, or take "of" out.': "请把个数改为数量，或删去“of”。",
    "does not say what the amount is of": "未写明数量所指",
    'Say what the amount is of: of = "cost", or a resource or criterion.': (
        '请写明数量所指：of = "cost"，或某种资源、准则。'
    ),
    "asks for exactly an amount, which a plan can only come near": "要求数量恰好相等，而方案只能接近",
    'Give a tolerance: within = "0.5 %".': '请写明允许偏差：within = "0.5 %"。',
    '"{of}" is no resource, so that its amount is a plain number.': "“{of}”不是资源，其数量须为不带单位的数字。",
    "cost or a resource": "cost（投资）或某种资源",
    'measures "{of}", which has no period': "以“{of}”计量，而它不分时期",
    "needs a part and one bound": "须写明部分和一个界限",
    'Write part = { sector = "industry" } and at_least = "50 %".': (
        '请写 part = { sector = "industry" } 和 at_least = "50 %"。'
    ),
    "part and one of at_least, more_than, at_most, less_than": (
        "part，以及 at_least、more_than、at_most、less_than 之一"
    ),
    "needs a project and what it needs": "须写明项目及其前置项目",
    'Write project = "P-2" and needs = ["P-1"].': '请写 project = "P-2" 和 needs = ["P-1"]。',
    "has an at_most that is not a whole number": "的 at_most 不是整数",
    "Write at_most = 1.": "请写 at_most = 1。",
    "does not say which projects, whatever they start": "未写明针对哪些项目（不论何时开工）",
    "projects or where": "projects 或 where",
    "does not say which resource is replaced": "未写明替代哪种资源",
    'Write resource = "energy".': '请写 resource = "energy"。',
    '"{key}" chooses projects, whatever they start; it takes no "starts".': (
        "“{key}”只挑选项目，与开工时期无关，不应写“starts”。"
    ),
    'Take it out; the top has "starts".': "请删去；“starts”写在上一层。",
    "fields and projects": "字段和项目",
    # tables, names, periods, amounts
    "[{name}] is not a list.": "[{name}] 不是列表。",
    "Write [[{name}]].": "请写 [[{name}]]。",
    "[{name}] is not a table of named tables.": "[{name}] 不是由各命名表组成的表。",
    "Write [{name}.a-name].": "请写 [{name}.名称]。",
    'The name "{name}" is used twice; the second is left out.': "名称“{name}”用了两次；第二个不予采用。",
    "a name not used on line {n}": "与第{n}行不同的名称",
    "Give each quota, pool, fund and rule a name of its own.": "指标、指标池、资金和规则请各用不同名称。",
    "Give each a name of its own.": "请各用不同名称。",
    "The periods {one} and {other} do not follow one another.": "时期{one}与{other}不相连。",
    "Make them adjoin.": "请使两者首尾相接。",
    "There are no periods.": "没有写时期。",
    'Write periods = ["2026", "2027"].': '请写 periods = ["2026", "2027"]。',
    'A period cannot be called "{label}": amounts use the word for all periods.': (
        "时期不能叫“{label}”：数量中用这个词表示全部时期。"
    ),
    "Rename it.": "请改名。",
    "another label": "另一名称",
    "another name": "另一名称",
    "This is not a period.": "这不是时期。",
    "The scenario's money is not a currency.": "情景的货币单位不是货币。",
    "The unit is not known.": "单位无法识别。",
    "Use a currency listed in the reference, perhaps with a scale word.": (
        "请用参考手册所列的货币，可加“万”“百万”等数量级。"
    ),
    'a currency such as "million yuan"': '货币单位，例如 "million yuan"',
    'A resource cannot be called "{name}": rules use the word for a measure of their own.': (
        "资源不能叫“{name}”：规则中这个词另有所指。"
    ),
    "The amount is negative.": "数量为负。",
    "Correct the unit.": "请改正单位。",
    "The unit is of the wrong kind.": "单位种类不对。",
    "There is no amount.": "没有写数量。",
    'Write amount = "1,200 mu".': '请写 amount = "1,200 mu"。',
    '"{label}" is not a period.': "“{label}”不是时期。",
    "Correct the label.": "请改正写法。",
    '"{label}", an amount for the whole horizon, stands beside amounts for periods.': (
        "全部时期的数量“{label}”与分时期的数量并列。"
    ),
    "Make two of them, with a name each.": "请分成两项，各用一个名称。",
    "This is not a {what}.": "这不是{what}。",
    "share": "占比",
    "number": "数字",
    "A draw is limited, but no pool is named.": "写了占用上限，却没有写从哪个指标池占用。",
    'Name the pool: pool = "...".': '请写明指标池：pool = "..."。',
    'The draw on the pool "{name}" has no limit.': "从指标池“{name}”的占用没有上限。",
    'Every draw has a limit: draw_at_most = "100 mu".': '每项占用须有上限：draw_at_most = "100 mu"。',
    "A fund has its amounts by period.": "资金的数量须分时期写。",
    "one amount": "只有一个数量",
    '"{label}" is not one of the periods.': "“{label}”不在各时期之列。",
}

PROBLEMS: dict[str, str] = {
    'pool "{name}"': "指标池“{name}”",
    'rule {kind} "{name}"': "{kind}规则“{name}”",
    "rule must_select {name}": "必选项目{name}",
    "at_least": "至少",
    "at_most": "至多",
    "exactly": "恰为",
    "exclusion": "互斥",
    "prerequisite": "前置",
    "must_select": "必选",
    "must_not": "不选",
    "green_channel": "绿色通道",
    "substitution": "替代",
    'raise "{name}" by {amount}': "“{name}”增加{amount}",
    'raise "{name}" by {amount} in {period}': "“{name}”在{period}增加{amount}",
    'loosen "{name}" by {amount}': "“{name}”放宽{amount}",
    'loosen "{name}" ({part}) by {amount}': "“{name}”（{part}）放宽{amount}",
    "release {name}": "不再要求{name}必选",
    'take out "{name}"': "删去“{name}”",
    'The region of project "{name}" is not in the scenario; the project is left out.': (
        "项目“{name}”所在地区不在情景中；该项目不予采用。"
    ),
    'The {name} of project "{project}" is in a unit that cannot be turned into {unit}.': (
        "项目“{project}”的{name}所用单位不能换算成{unit}。"
    ),
    "at most one option": "至多一种做法",
    "The price list belongs to another problem.": "价目表属于另一问题。",
    "The portfolio belongs to another problem.": "项目组合属于另一问题。",
    "Map a column of the list to it in the mapping's [criteria].": "请在列对照表的 [criteria] 中为其指定清单的列。",
    "running": "逐期占用",
    '{n} projects have no "{name}" to be ordered by; they come last.': "{n}个项目没有可供排序的“{name}”，排在最后。",
    "Correct the id, or add the project to the list.": "请改正编号，或把项目加入清单。",
    "Map a column of the list to it, or select by another.": "请为其指定清单的列，或改按其他字段挑选。",
    "Correct it in the list, or add the region to the scenario.": "请在清单中改正，或在情景中加上该地区。",
    "The earlier plan could not be mended to keep every row.": "原方案无法修补到满足全部约束。",
    "Strict order leads to no plan: at its end not every rule holds.": "严格按顺序得不到方案：排完之后仍有规则未满足。",
    "{n} projects have no cost, so that they have no benefit-cost ratio; theirs counts as 0.": (
        "{n}个项目没有投资，无法计算效益投资比，按0计。"
    ),
    "Fill in the cost, for instance of {name}, or measure by net_present_value.": (
        "请填写投资（例如{name}），或改用净现值（net_present_value）计算。"
    ),
    'The benefit counts the criterion "{name}", which no project has.': (
        "效益计入准则“{name}”，但没有项目填写该准则。"
    ),
    '{n} projects have a "{name}" beyond the points of its value function.': (
        "{n}个项目的“{name}”超出其价值函数各点的范围。"
    ),
    '{n} projects have no "{name}" that its value function knows.': "{n}个项目没有价值函数可用的“{name}”。",
    "They count as at its ends; widen it if that is not meant, for instance for {name}.": (
        "超出部分按端点计；如非本意，请放宽范围（例如{name}）。"
    ),
    "They count as its missing value, {value}; fill it in, for instance for {name}.": (
        "按缺失值{value}计；请补填（例如{name}）。"
    ),
    '{n} projects have no "{name}".': "{n}个项目没有填写“{name}”。",
    "Fill in the criterion, for instance for {name}.": "请补填该准则（例如{name}）。",
    'a criterion "{name}"': "准则“{name}”",
    'The list has "{name}" as {how} in {n} of its projects.': "清单中有{n}个项目把“{name}”写成{how}。",
    "taken once": "一次性占用",
    "taken in every period": "逐期占用",
    "Make `running` in the list and `use` in the scenario the same.": (
        "请使清单中的 `running` 与情景中的 `use` 一致。"
    ),
    "The amounts of {name} cannot be counted exactly in 64 bits.": "{name}的数量超出64位整数，无法精确计算。",
    "the money of all funds": "各项资金之和",
    "the benefit": "效益",
    "Give amounts with fewer decimals, or in a larger unit.": "请减少小数位数，或改用较大的单位。",
    'Fund "{name}" has an amount that is not in the scenario\'s money.': "资金“{name}”的数量不是情景所用的货币。",
    "Convert it, or correct its unit.": "请换算，或改正单位。",
    'Quota "{name}" has an amount for the whole horizon beside amounts for periods.': (
        "指标“{name}”既有全部时期的数量，又有分时期的数量。"
    ),
    "Make two quotas of them, with a name each.": "请分成两项指标，各用一个名称。",
    'Quota "{name}" has an amount in a unit that its resource is not measured in.': (
        "指标“{name}”的单位与其资源的计量单位不符。"
    ),
    "Correct the unit here or in the resource.": "请改正此处或资源的单位。",
    'Quota "{quota}" is for the {kind} "{name}", which the scenario does not have.': (
        "指标“{quota}”对应的{kind}“{name}”不在情景中。"
    ),
    "Declare the {kind}, or correct its name.": "请声明该{kind}，或改正名称。",
    "resource": "资源",
    "region or region group": "地区或地区组",
    "pool": "指标池",
    "period": "时期",
    'Quota "{quota}" draws on "{pool}", which has no amount for {period}.': (
        "指标“{quota}”占用“{pool}”，而后者在{period}没有数量。"
    ),
    "Give the pool an amount for it, or leave it so if nothing may be drawn then.": (
        "请为指标池补写该时期的数量；如该时期不得占用，可不改。"
    ),
    'Quota "{name}" draws on a pool of another resource.': "指标“{name}”占用的指标池属于另一种资源。",
    "A draw stays within one resource.": "占用须在同一种资源之内。",
    'Pool "{name}" draws on itself.': "指标池“{name}”占用自身。",
    "Let pools draw on pools above only.": "指标池只能占用上一级指标池。",
    'Rule "{name}" has a bound in a unit that "{of}" is not measured in.': "规则“{name}”的单位与“{of}”的计量单位不符。",
    'Rule "{name}" names the project "{project}", which is not in the library.': (
        "规则“{name}”所列项目“{project}”不在项目库中。"
    ),
    "an id in the library": "项目库中的编号",
    'Rule "{rule}" selects by "{name}", which no project has.': "规则“{rule}”按“{name}”挑选，但没有项目有此字段。",
    'Rule "{rule}" measures "{of}", which is neither a resource nor a criterion.': (
        "规则“{rule}”以“{of}”计量，它既不是资源也不是准则。"
    ),
    "Correct the name, or declare it.": "请改正名称，或予以声明。",
    'Rule "{rule}" is for the period "{label}", which the scenario does not have.': (
        "规则“{rule}”针对的时期“{label}”不在情景中。"
    ),
    "Correct the period.": "请改正时期。",
    'Rule "{name}" selects no project that could be chosen.': "规则“{name}”没有选中任何可入选的项目。",
    "Look at its selection.": "请核对其挑选条件。",
    'Rule "{name}" closes a circle of prerequisites.': "规则“{name}”使前置关系成环。",
    "Take one of these rules out; projects that need each other are better listed as one.": (
        "请删去其中一条规则；互为前置的项目宜合并为一个项目。"
    ),
    "no circle": "不成环",
    'Project "{project}" must be in the portfolio but cannot be: {why}': "项目“{project}”必须入选却无法入选：{why}",
    "Make it possible, or take the project out of the rule.": "请使其具备条件，或从规则中去掉该项目。",
    'Project "{name}" has two options that start in {start} on the same site.': (
        "项目“{name}”有两种做法在同一地块、同一时期（{start}）开工。"
    ),
    "Give them different starts or sites; the second is left out.": (
        "请改用不同的开工时期或地块；第二种做法不予采用。"
    ),
    "Correct the unit in the list or its mapping, or the unit in the scenario.": (
        "请改正清单、列对照表或情景中的单位。"
    ),
    "the scenario does not consider it.": "情景未将其纳入考虑。",
    'Its region "{name}" is not known.': "所在地区“{name}”无法识别。",
    "An amount of its row could not be used; see the findings.": "该行有一项数量无法采用，详见各项发现。",
    "Not ready in any start period: {names}.": "各开工时期均未具备条件：{names}。",
    "None of its start periods lies in those of the scenario.": "其开工时期均不在情景的时期之内。",
    "The funds it may lawfully take ({names}) cannot bear its whole cost; the scenario has {known}.": (
        "依规定可用的资金（{names}）不能承担全部投资；情景中有{known}。"
    ),
    "none named in the list": "清单未写明",
    "Waived by {who}: {why}.": "由{who}决定搁置：{why}。",
    "no reason given": "未写明理由",
    'Ruled out by "{name}".': "被“{name}”排除。",
    "These cannot all hold: {names_semicolon}.": "以下各项不能同时满足：{names_semicolon}。",
    "No option can be chosen lawfully.": "没有任何做法可以依规入选。",
    "No change of one is enough; together: {changes_and}.": "只改其中一项不够；须一并：{changes_and}。",
    "Change one of them.": "请改动其中一项。",
    "Change one of them: {changes_comma_or}.": "请改动其中一项：{changes_comma_or}。",
    "The question as it stands has no plan.": "按现有条件没有可行方案。",
    "Solve it, and see which rules and quotas cannot hold together.": "请求解，以查明哪些规则和指标不能同时满足。",
    "Solve again; perhaps nothing fits any more.": "请重新求解；可能已无可行方案。",
    "Take the order out of the scenario, or the rules that it cannot keep.": (
        "请从情景中删去排序，或删去与排序冲突的规则。"
    ),
    "No portfolio was found before the stop.": "停止前没有找到方案。",
    "Give it more time, or loosen the quotas.": "请延长求解时间，或放宽指标。",
    'quota "{name}"': "指标“{name}”",
    'fund "{name}"': "资金“{name}”",
    'rule "{name}"': "规则“{name}”",
}

PLAN_FILES: dict[str, str] = {
    'The rule "{name}" ({part}) does not hold.': "规则“{name}”（{part}）未得到满足。",
    "at least": "至少",
    "at most": "至多",
    "a key occurs twice in one table": "同一个表中键重复",
    "maximum recursion depth exceeded": "嵌套过深",
    "not an array as plan files hold them": "不是方案文件所用的数组",
    "clique": "团",
    "cover": "覆盖",
    "The plan was made from another problem than its inputs give.": "方案所依据的问题与其输入不一致。",
    "The plan does not say what it was made from.": "方案未写明依据哪些输入制定。",
    "Solve again.": "请重新求解。",
    "Solve again, or ask for the original file.": "请重新求解，或索取原始文件。",
    'The {role} "{name}" that the plan was made from is missing.': "制定方案所用的{role}“{name}”缺失。",
    'The {role} "{name}" is not the one that the plan was made from.': "{role}“{name}”不是制定方案时所用的。",
    "scenario": "情景",
    "library": "项目清单",
    "mapping": "列对照表",
    "pledges": "承诺台账",
    "announcement": "公告",
    "regions": "地区表",
    "Give its folder with --inputs, or use the .kaimen file, which holds its inputs.": (
        "请用 --inputs 指明所在文件夹，或使用内含输入的 .kaimen 文件。"
    ),
    "Find the file as it was, or solve again.": "请找回原文件，或重新求解。",
    'The plan holds the {role} "{name}" but does not name it.': "方案内含{role}“{name}”，却没有写明。",
    "The plan names more than one {role}.": "方案写明的{role}不止一个。",
    "The member problem/{name} is not what the inputs give.": "文件内的 problem/{name} 与输入不一致。",
    "The {name} stated is not the one that follows.": "所写的{name}与计算结果不符。",
    "benefit": "效益",
    "price bound": "价格上界",
    "certified bound": "经证明的上界",
    "price gap": "价格差距",
    "certified gap": "经证明的差距",
    "solver gap": "求解器差距",
    "The solver bound stated is below the benefit, so it bounds nothing.": ("所写的求解器上界低于效益，不成其为上界。"),
    "{n} or more": "{n}或以上",
    "The plan is called ordered, but its scenario has no strict order.": (
        "方案标明按顺序排定，但情景没有规定严格顺序。"
    ),
    "another status": "另一状态",
    "The plan is called optimal, but neither the solver bound nor the certified bound is its benefit.": (
        "方案标明最优，但求解器上界和经证明的上界都不等于其效益。"
    ),
    "The plan's status is not known.": "方案的状态无法识别。",
    "The plan does not say whether it repeats.": "方案未写明是否可重复得出。",
    "A project is chosen more than once.": "有项目被选定不止一次。",
    "The plan file is empty.": "方案文件是空的。",
    "Solve again with -o.": "请用 -o 重新求解。",
    "The plan cannot be read as JSON: {why}.": "方案不能按 JSON 读取：{why}。",
    "Solve again with -o, or fetch the file again.": "请用 -o 重新求解，或重新取得文件。",
    "This is not a plan that this version of kaimen reads.": "本版本 kaimen 不能读取此方案。",
    "no table": "不是表",
    "Give a file that solve wrote.": "请给出由求解写成的文件。",
    "The plan has tables within tables, more than {n} deep.": "方案中表的嵌套超过{n}层。",
    "Do not use it.": "请勿使用。",
    "The plan file unpacks to more than 2 GiB.": "方案文件解压后超过 2 GiB。",
    "The plan file is damaged: {why}.": "方案文件已损坏：{why}。",
    "it is packed in a way that plan files are not": "压缩方式不是方案文件所用的方式",
    "a member occurs twice": "内含文件重复",
    "Fetch it again, or solve again with -o.": "请重新取得文件，或用 -o 重新求解。",
    'The plan has no "{key}".': "方案没有“{key}”。",
    '"{key}" is not a number.': "“{key}”不是数字。",
    "a number as text": "写成文字的数字",
    'The plan has no list "{key}".': "方案没有列表“{key}”。",
    "a list of tables": "由表组成的列表",
    "{name} is named twice.": "{name}写了两次。",
    "{name} is not in the problem.": "{name}不在问题之中。",
    "{what} is finer or larger than the problem counts.": "{what}过细或过大，超出问题的计数精度。",
    "The grid of the prices is below 1.": "价格的刻度小于1。",
    "The grid of the certificate is below 1.": "证明的刻度小于1。",
    "The grid of the prices": "价格的刻度",
    "The grid of the certificate": "证明的刻度",
    "{name} of the certificate is not in the problem.": "证明中的{name}不在问题之中。",
    "The certificate names one of its {kind} twice.": "证明中有一项{kind}写了两次。",
    "cuts": "割平面",
    "decisions": "分支决定",
    'An entry of "{kind}" of the certificate has no key of its own.': "证明的“{kind}”有一项没有自己的键。",
    '"{name}" in "{key}" of the certificate is named twice or nowhere.': (
        "证明的“{key}”中，“{name}”写了两次或没有写明。"
    ),
    "A cut of the certificate is of no known kind.": "证明中有一个割平面种类无法识别。",
    "cover or clique, over one kind": "cover 或 clique，且只涉及一类",
    "A cut of the certificate names funds of several periods.": "证明中有一个割平面涉及几个时期的资金。",
    "A cut's right side": "割平面的右端",
    "A decision of the certificate is not about one carry.": "证明中有一项分支决定不是只涉及一项结转。",
    'The certificate has no decision "{name}".': "证明没有分支决定“{name}”。",
    '"{key}" of the certificate is not a line of text.': "证明的“{key}”不是一行文字。",
    '"{key}" of the certificate has an entry that is not key:number.': "证明的“{key}”有一项不是“键:数字”的写法。",
    "{n} prices": "{n}个价格",
    "Verify it with its own inputs.": "请用其自身的输入核对。",
    "A price is larger than any benefit could justify.": "有价格高于任何效益所能支持的数值。",
    "The price of {row} has the wrong sign.": "{row}的价格符号不对。",
    'quota "{name}", {period}': "指标“{name}”，{period}",
    "fund {name}, {part}": "资金{name}，{part}",
    "fund {name}, share of the whole": "资金{name}，占总投资比例",
    "0 or less": "不大于0",
    "This is not a plan; solve again.": "这不成其为方案；请重新求解。",
    "An option is chosen twice.": "有做法被选定两次。",
    "Project {name} is chosen {n} times.": "项目{name}被选定{n}次。",
    "Project {name} must be in the portfolio and is not.": "项目{name}必须入选，却未入选。",
    "The {name} is exceeded.": "{name}超出上限。",
    "{amount} more": "再多{amount}",
    "The draw of {name} is outside its cap.": "{name}的占用超出上限。",
    "The carry of {name} is outside its cap.": "{name}的结转超出上限。",
    "The {name} carries on more than was left of it; drawn and freed amounts may not be carried.": (
        "{name}结转的数量多于其剩余；占用和腾出的数量不得结转。"
    ),
    "The money from {fund} for {project} is outside its share.": "{project}的{fund}超出其比例。",
    "The money for {name} is not its cost.": "{name}的资金与其投资不等。",
    "The money from {fund} for {project} is above its share of the whole.": "{project}的{fund}超出占总投资的比例。",
    "The fund {name} is overspent.": "资金{name}超支。",
    'The rule "{name}"{part} does not hold.': "规则“{name}”{part}未得到满足。",
    "Certify the plan again.": "请重新证明该方案。",
    "Cut {n} ({kind}) is not one that this problem can have.": "第{n}个割平面（{kind}）不属于本问题。",
    "Cut {n} ({kind}) does not follow from {name}.": "第{n}个割平面（{kind}）不能由{name}推出。",
    "Leaf {n}": "第{n}个分支",
    "{name} does not have a price for each cut and decision.": "{name}没有为每个割平面和分支决定写明价格。",
    "{name} has a decision that this problem cannot have.": "{name}有本问题不可能有的分支决定。",
    "{name} has a price of a cut or decision with the wrong sign.": "{name}的割平面或分支决定价格符号不对。",
    "The certificate has no leaves.": "证明没有分支。",
    "A leaf decides the same thing twice.": "有分支对同一事项决定了两次。",
    "The leaves leave something out or overlap, near leaf {n}.": "各分支在第{n}个附近有遗漏或重叠。",
    "the ends of one tree of decisions": "同一棵决策树的各末端",
    "The plan does not name a scenario and a library.": "方案未写明情景和项目清单。",
    "The plan's overrides are not a list of names.": "方案的改动不是名称列表。",
    "The plan was made with other versions; solving again here may end elsewhere.": (
        "方案由其他版本制定；在此重新求解，结果可能不同。"
    ),
    "The scenario names no project list.": "情景未写明项目清单。",
    'Give one with --library, or write library = "list.xlsx" in the scenario.': (
        '请用 --library 给出，或在情景中写 library = "list.xlsx"。'
    ),
    "{n} lines of the journal are damaged; their samples are worked out again.": (
        "日志有{n}行损坏；相应试算将重新计算。"
    ),
    "Nothing, if you know why; else look after the disk.": "如已知原因，不必处理；否则请检查磁盘。",
    "The last line of the journal was cut off; its sample is worked out again.": (
        "日志最后一行不完整；该次试算将重新计算。"
    ),
    "Nothing; this happens when a run is ended in the middle of a line.": "不必处理；运行中途结束时会出现这种情况。",
    "The journal is of another sweep.": "该日志属于另一次试算。",
    "the same {names}": "相同的{names}",
    "Give another name for the journal, or the same question, spread, seed, work and versions as before.": (
        "请另取日志名称，或使用与之前相同的问题、幅度、随机种子、计算量和版本。"
    ),
    "The file is not a journal of a sweep.": "文件不是试算日志。",
    "Give another name.": "请另取名称。",
    "{fault} {n} of {every} samples are there.": "{fault}已有{every}次试算中的{n}次。",
    "See whether the machine has memory enough; fewer workers (--workers) take less.": (
        "请检查内存是否充足；减少计算进程（--workers）可少占内存。"
    ),
    "The workers of the sweep die again and again.": "试算的计算进程一再中断。",
    "Ray did not start: {why}": "Ray 未能启动：{why}",
    "See whether the machine or the cluster (RAY_ADDRESS) can be reached; --executor processes needs neither.": (
        "请检查本机或集群（RAY_ADDRESS）是否可用；--executor processes 则不需要。"
    ),
    "The journal cannot be written: {why}. {n} samples are kept.": "日志无法写入：{why}。已保存{n}次试算。",
    "Make room or choose another folder, and give the same command again: it goes on from there.": (
        "请腾出空间或改用其他文件夹，再执行同一命令，即可接着进行。"
    ),
    'The quota "{name}" has no amount for {period}.': "指标“{name}”在{period}没有数量。",
    "Name a period that it has.": "请写它已有的时期。",
    'The rule "{name}" has no bound that a number would change.': "规则“{name}”没有可用数字改动的界限。",
    "Write an override for it.": "请为其编写改动。",
    "a rule at_least, at_most or exactly": "at_least、at_most 或 exactly 类规则",
    'The rule "{name}" counts projects.': "规则“{name}”按项目个数计。",
    "Give one.": "请写一个整数。",
    "The change cannot be read.": "改动无法读取。",
    "A share changes what there is, an amount with a sign is added, and one without replaces it.": (
        "写百分比为按比例增减，带正负号的数量为增减，不带符号的数量为改成该数。"
    ),
    '"+10 %", "-5 %", "+{one}" or "{other}"': '"+10 %"、"-5 %"、"+{one}" 或 "{other}"',
    "Give the number itself, or a share by which it changes.": "请写改后的数字，或按百分比增减。",
    '"2", "+20 %" or "-20 %"': '"2"、"+20 %" 或 "-20 %"',
    "quota, pool or resource": "指标、指标池或资源",
    "criterion with a weight": "设有权重的准则",
    "reference class": "参照类别",
    "criterion": "准则",
    "measure": "计量",
}
