"""The workbench's pages of scenarios: the form that asks for one, its text, the columns of a list."""

ASKING: dict[str, tuple[str, str]] = {
    "scenarios.title": ("Scenarios", "情景"),
    "scenarios.lead": (
        "A scenario says what is asked of the library: the money, the years, what counts, what is scarce, which rules"
        " hold.",
        "情景说明对项目库提出的问题：资金、年度、效益、稀缺资源和规则。",
    ),
    "scenarios.none": (
        "There is no scenario yet. Make one from the library; no file has to be written.",
        "还没有情景。可以从项目库新建，无须编写文件。",
    ),
    "scenarios.comes_to": (
        "{projects} projects can be chosen, in {options} ways; {rows} quotas, funds and rules",
        "可选项目{projects}个、做法{options}种；指标、资金和规则{rows}项",
    ),
    "scenarios.barred": (
        "{n} project cannot be chosen: {why}|{n} projects cannot be chosen: {why}",
        "{n}个项目不可能入选：{why}",
    ),
    "scenarios.wrong": (
        "This scenario cannot be solved as it stands; see above what to mend.",
        "该情景目前无法求解，请按上述提示修改。",
    ),
    "scenarios.file": ("The scenario as a file (TOML)", "下载情景文件（TOML）"),
    "scenarios.form": ("Change it in the form", "用表单修改"),
    "scenarios.text": ("The text", "文本"),
    "scenarios.text.label": ("Scenario (TOML)", "情景（TOML）"),
    "scenarios.text.note": (
        "This is what is solved, and what the command line reads. The text can hold more than the form:"
        " pools, carries, value functions, overrides.",
        "求解和命令行都以此文本为准。文本比表单能表达更多内容：统筹池、结转、价值函数、调整方案等。",
    ),
    "scenarios.keep": ("Keep this text", "保存文本"),
    "scenarios.not_kept": (
        "Nothing was kept. What you wrote stands below; mend it and keep it again.",
        "尚未保存。您写的内容仍在下面，请改正后再保存。",
    ),
    "ask.title": ("A new scenario", "新建情景"),
    "ask.of": ("Scenario {x}", "情景{x}"),
    "ask.lead": (
        "About {n} project of the library. What is left blank is not limited; nothing is kept before the last"
        " button.|About {n} projects of the library. What is left blank is not limited; nothing is kept before the"
        " last button.",
        "针对项目库的{n}个项目。留空表示不限；按最后的按钮之前不会保存。",
    ),
    "ask.first_name": ("first", "初稿"),
    "ask.no_library": (
        "A scenario asks something of the library, and no project is there yet. Take a list in first.",
        "情景是对项目库提问，目前还没有项目。请先导入清单。",
    ),
    "ask.no_form": (
        "This scenario says something that the form has no box for, or has a fault. Change its text.",
        "该情景含有表单中没有的内容，或文本有误。请直接修改文本。",
    ),
    "ask.to_text": ("The scenario and its text", "情景及其文本"),
    "ask.goes_on": (
        "This is what you typed before and did not keep.",
        "这是您先前填写、尚未保存的内容。",
    ),
    "ask.anew": ("Begin anew", "重新开始"),
    "ask.too_long": (
        "A form of this size cannot be sent. Keep what is there, and add the rest in the text.",
        "表单过长，无法发送。请先保存现有内容，其余在文本中补充。",
    ),
    "ask.faults": (
        "{n} thing is to be mended; it is said beside its box. Nothing you typed is lost.|"
        "{n} things are to be mended; each is said beside its box. Nothing you typed is lost.",
        "有{n}处需要改正，提示就在相应的框旁；您填写的内容都在。",
    ),
    "ask.frame": ("What and when", "名称和年度"),
    "ask.name": ("Name", "名称"),
    "ask.money": ("Money is counted in", "资金单位"),
    "ask.years": ("Years", "年度"),
    "ask.years.hint": (
        "2027, or 2027-2030 for four of them; also half-years, quarters and months: 2027H1, 2027Q3, 2027-07.",
        "例如2027；四年写2027-2030；也可写半年、季度、月份：2027H1、2027Q3、2027-07。",
    ),
    "ask.show_years": ("Show boxes for these years", "按年度显示"),
    "ask.only": ("Only projects whose", "只考虑"),
    "ask.every": ("all projects", "全部项目"),
    "ask.values": ("is one of (; between)", "取值（多个用；分隔）"),
    "ask.benefit": ("What counts as benefit", "效益"),
    "ask.benefit.note": (
        "Columns of numbers of the list. The benefit of a project is the sum of weight times number; blank: it does"
        " not count.",
        "清单中的数字栏目。项目效益等于各项数字乘以权重之和；留空表示不计。",
    ),
    "ask.no_criteria": (
        "No column of numbers was taken in with the list, so that nothing can count as benefit. Take the list in"
        " again, and say which columns are numbers that benefit may weigh.",
        "导入的清单没有可计为效益的数字栏目。请重新导入，并指明哪些栏目是可加权的数字。",
    ),
    "ask.criterion": ("Column", "栏目"),
    "ask.in_projects": ("In projects", "有值的项目"),
    "ask.range": ("From, to", "范围"),
    "ask.from_to": ("{low} to {high}", "{low}至{high}"),
    "ask.unknown": ("not in the library", "项目库中没有"),
    "ask.weight": ("Weight", "权重"),
    "ask.weight.of": ("Weight of {x}", "{x}的权重"),
    "ask.scarce": ("What is scarce, and how much of it there is", "稀缺资源及其数量"),
    "ask.scarce.note": (
        "A bare number is in the unit shown below; another unit may stand behind it. A row without a region holds for"
        " all; a row for a region holds for what lies in it. A row without an amount is not used.",
        "只写数字时按下面所示单位；也可在数字后写其他单位。不写地区的行适用于全部，"
        "写地区的行适用于该地区。没有数量的行不起作用。",
    ),
    "ask.resource": ("Resource", "资源"),
    "ask.resource.of": ("Resource of row {n}", "第{n}行的资源"),
    "ask.region": ("Region", "地区"),
    "ask.region.of": ("Region of {x}", "{x}的地区"),
    "ask.choose": ("choose", "请选择"),
    "ask.each": ("Each period", "每期相同"),
    "ask.all": ("All together", "各期合计"),
    "ask.amount": ("Amount", "数量"),
    "ask.amount.of": ("{x}, {period}", "{x}，{period}"),
    "ask.row": ("row {n}", "第{n}行"),
    "ask.cite": ("Rests on", "依据"),
    "ask.cite.of": ("What {x} rests on: a pledge, or words", "{x}的依据：承诺编号或文字"),
    "ask.takes": ("{x}: all projects together take {total} {unit}", "{x}：全部项目合计需要{total}{unit}"),
    "ask.no_resources": (
        "The list says of nothing how much of it a project takes. Money can still be limited. Or take the list in"
        " again, and say which columns are amounts taken.",
        "清单没有写明项目需要多少资源；仍可限制资金。也可重新导入清单，并指明哪些栏目是资源需求。",
    ),
    "ask.add.quota": ("Another row", "增加一行"),
    "ask.add.regions": ("{x}: a row for each region", "{x}：每个地区一行"),
    "ask.funds": ("Money", "资金"),
    "ask.funds.note": (
        "Each source of money with what it has. Without any amount money is not limited. The share is the greatest part"
        " of a cost that the fund bears.",
        "各项资金来源及其额度。不写额度即不限。份额是该资金最多承担的投资比例。",
    ),
    "ask.cost": ("All projects together cost {x} {unit}.", "全部项目合计投资{x}{unit}。"),
    "ask.fund": ("Fund", "资金来源"),
    "ask.fund.of": ("Name of fund {n}", "第{n}项资金的名称"),
    "ask.share": ("Share, at most, %", "份额上限（%）"),
    "ask.share.of": ("Share of {x}", "{x}的份额"),
    "ask.add.fund": ("Another fund", "增加一项资金"),
    "ask.rules": ("Rules", "规则"),
    "ask.rules.note": (
        "The bound: 10 for ten projects, 30 % for a share of the projects chosen, or an amount such as 40 million yuan"
        " for what they cost. For certain projects choose id and give their ids.",
        "限额：写10表示十个项目，写30%表示占入选项目的份额，写金额（如4000万元）表示投资。"
        "针对具体项目时请选“编号”并填写项目编号。",
    ),
    "ask.kind": ("Rule", "规则"),
    "ask.kind.of": ("Kind of rule {n}", "第{n}条规则的类型"),
    "ask.none": ("none", "无"),
    "ask.rule.at_least": ("at least", "至少"),
    "ask.rule.at_most": ("at most", "至多"),
    "ask.rule.must_select": ("must be in the plan", "必须入选"),
    "ask.rule.must_not": ("must not be in the plan", "不得入选"),
    "ask.rule.exclusion": ("no more than one (or so many) of", "其中至多一个（或若干个）"),
    "ask.bound": ("Bound", "限额"),
    "ask.bound.of": ("Bound of {x}", "{x}的限额"),
    "ask.where": ("Of projects whose", "适用于"),
    "ask.where.of": ("Projects of {x}", "{x}适用的项目"),
    "ask.values.of": ("Values of {x}", "{x}的取值"),
    "ask.called": ("Called", "规则名称"),
    "ask.called.of": ("Name of {x}", "{x}的名称"),
    "ask.add.rule": ("Another rule", "增加一条规则"),
    "ask.keep": ("Keep the scenario", "保存情景"),
    "ask.keep.note": (
        "It is checked first. Then you see it as a file, can change it, and solve it.",
        "保存前先检查；随后可以查看文件、修改和求解。",
    ),
    "ask.limits": ("Quotas and funds", "指标和资金"),
    "ask.limit": ("Quota or fund", "指标或资金"),
    "ask.period": ("Period", "时期"),
    "columns.note": (
        "Say which column is what. A name is what the scenario will call it; blank: the heading. It is used again for"
        " the next version of the list.",
        "请指明各栏目的含义。名称是情景中使用的叫法，留空即用表头。下次导入同一清单时沿用。",
    ),
    "columns.faults": (
        "Nothing was read yet. What is to be mended is said beside the column.",
        "尚未读取。需要改正之处见各栏目旁的提示。",
    ),
    "columns.heading": ("Heading", "表头"),
    "columns.holds": ("Holds", "内容示例"),
    "columns.is": ("Is", "含义"),
    "columns.called": ("Name", "名称"),
    "columns.unit": ("Unit", "单位"),
    "columns.is.of": ("What {x} is", "{x}的含义"),
    "columns.called.of": ("Name of {x}", "{x}的名称"),
    "columns.unit.of": ("Unit of {x}", "{x}的单位"),
    "columns.none": ("not read", "不读取"),
    "columns.id": ("the project's id", "项目编号"),
    "columns.title": ("title", "项目名称"),
    "columns.region": ("region", "地区"),
    "columns.sector": ("sector", "行业"),
    "columns.owner": ("owner", "业主"),
    "columns.ownership": ("ownership", "所有制"),
    "columns.stage": ("stage", "阶段"),
    "columns.funds": ("funds it may take (;)", "可用资金（；分隔）"),
    "columns.starts": ("years it may start (;)", "可开工年度（；分隔）"),
    "columns.sites": ("sites it may have (;)", "可选地块（；分隔）"),
    "columns.cost": ("cost (a column a year)", "投资（每年一栏）"),
    "columns.criterion": ("number that benefit may weigh", "可计入效益的数字"),
    "columns.demand": ("amount taken once", "一次性资源需求"),
    "columns.running": ("amount taken every period", "每期资源需求"),
    "columns.frees": ("amount freed once", "一次性腾出量"),
    "columns.frees_running": ("amount freed every period", "每期腾出量"),
    "columns.field": ("text that rules may select by", "规则可用的文字"),
    "columns.ready": ("condition: yes, no or a day", "前期条件（是、否或日期）"),
}
