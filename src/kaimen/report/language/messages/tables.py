"""Tables and charts: heads, captions, notes, titles and the sentences that say what a chart shows."""

TABLES: dict[str, tuple[str, str]] = {
    "head.rule": ("Rule", "规则"),
    "head.asked": ("Asked", "要求"),
    "head.plan": ("Plan", "方案"),
    "head.price_one": ("Price of one", "单位价格"),
    "head.rests_on": ("Rests on", "依据"),
    "head.sector": ("Sector", "行业"),
    "head.region": ("Region", "地区"),
    "head.ownership": ("Ownership", "所有制"),
    "head.known": ("Known", "在库"),
    "head.chosen": ("Proposed", "入选"),
    "head.investment": ("Investment", "总投资"),
    "head.benefit": ("Benefit", "效益"),
    "head.margin": ("Margin", "余量"),
    "head.standing": ("Place", "把握"),
    "standing.must": ("must", "必选"),
    "standing.safe": ("safe", "稳固"),
    "standing.likely": ("likely", "较稳"),
    "standing.borderline": ("borderline", "临界"),
    "head.fund": ("Fund", "资金"),
    "head.quota": ("Quota or fund", "指标或资金"),
    "head.limit": ("Limit", "上限"),
    "head.used": ("Used", "使用"),
    "head.unit": ("Unit", "单位"),
    "head.share": ("Used", "使用率"),
    "head.step": ("One step", "一档"),
    "head.price_step": ("Price of a step", "一档价格"),
    "head.project": ("Id", "编号"),
    "head.title": ("Project", "项目"),
    "head.start": ("Start", "开工"),
    "head.first_reason": ("First reason", "首要原因"),
    "head.projects": ("Projects", "项目"),
    "head.part": ("Part", "占比"),
    "head.meaning": ("What it means", "含义"),
    "head.remedy": ("What may change it", "怎样可以入选"),
    "head.list_row": ("Row of the list", "库中行号"),
    "head.reason": ("Reason", "原因"),
    "head.bound": ("Bound", "上界"),
    "head.value": ("Value", "数值"),
    "head.gap": ("Gap", "差距"),
    "head.recheck": ("Who can check it", "谁可以复核"),
    "head.bound_part": ("Part", "组成部分"),
    "head.source": ("Source", "来源"),
    "head.file": ("File", "文件"),
    "head.size": ("Size", "规模"),
    # What a rule asks, and what the plan does
    "asked.at_least": ("at least {x}", "不少于{x}"),
    "asked.at_most": ("at most {x}", "不超过{x}"),
    "asked.more_than": ("more than {x}", "多于{x}"),
    "asked.less_than": ("less than {x}", "少于{x}"),
    "asked.exactly": ("exactly {x}", "正好{x}"),
    "asked.within": ("{x}, within {share}", "{x}，允许偏差{share}"),
    "asked.needs": ("{project} only with {needs}", "{project}须以{needs}为前提"),
    "asked.none": ("not this one project|none of {n} projects", "{n}个项目均不入选"),
    "asked.all": ("this one project|all {n} projects", "{n}个项目全部入选"),
    "asked.green": (
        "this one project, at its earliest ready start|all {n} projects, at their earliest ready start",
        "{n}个项目全部入选，且最早开工",
    ),
    "asked.replaced": ("{resource}: retired at least {ratio} × new", "{resource}：退出量不少于新增量的{ratio}倍"),
    "now.kept": ("kept", "已守住"),
    "now.not_taken": ("not in the plan", "未入选，不涉及"),
    "now.in": ("{n} in the plan", "{n}个入选"),
    "now.out": ("{n} left out", "{n}个未入选"),
    "now.spare": ("kept, {x} to spare", "已守住，尚余{x}"),
    "rules.caption": ("Every rule of the plan", "本方案的全部规则"),
    "rules.note": (
        "A price below 0 is what the rule costs for each unit it asks for. Where no pledge stands behind a rule, it was"
        " set by the planner.",
        "价格为负，是规则每要求一个单位所付的代价。没有对应承诺的规则由规划人员设定。",
    ),
    "rules.more": (
        "{n} further rule, kept, without a pledge and without a price|"
        "{n} further rules, all kept, without a pledge and without a price",
        "其余{n}条规则：均已守住，没有对应承诺，价格为零",
    ),
    "rules.more_caption": ("Rules without a pledge and without a price", "没有对应承诺、价格为零的规则"),
    "price.each": ("/ {unit}", "每{unit}"),
    "cite.none": ("set by the planner", "规划人员设定"),
    # By group
    "plan.by_sector": ("By sector", "按行业"),
    "plan.by_region": ("By region", "按地区"),
    "plan.by_ownership": ("By ownership of the investor", "按所有制"),
    "plan.note": (
        "Land and the like are sums over the horizon; of what is taken while running, each project's greatest amount in"
        " a period.",
        "土地等一次性占用为规划期合计；能耗等持续占用取各项目单期最大值之和。",
    ),
    "ownership.state": ("state", "国有"),
    "ownership.private": ("private", "民营"),
    "ownership.foreign": ("foreign", "外资"),
    "ownership.mixed": ("mixed", "混合"),
    "ownership.unknown": ("not stated", "未填"),
    "regions.title": (
        "Most projects in {most} ({n}), fewest in {least} ({m})",
        "{most}最多，{n}个；{least}最少，{m}个",
    ),
    "regions.measure": ("Projects proposed, by region", "各地区入选项目，个"),
    "regions.sentence": ("Projects proposed by region: {all}.", "各地区入选项目数：{all}。"),
    "regions.tiles": (
        "Schematic: equal tiles show roughly who lies where, not areas or borders.",
        "方块示意图，不表示位置、面积和界线。",
    ),
    # Money
    "money.title": ("Most money is due in {period}: {x}", "{period}用款最多，为{x}"),
    "money.measure": ("Paid from each fund by year, {unit}", "各项资金分年安排，{unit}"),
    "money.sentence": ("Money from all funds by year in {unit}: {all}.", "各年资金合计（{unit}）：{all}。"),
    "money.others": ("{n} other|{n} others", "其他{n}项"),
    "money.caption": ("Money by fund and year", "分年度分来源的资金"),
    "money.group": ("Money", "资金"),
    "money.all": ("money, all funds", "资金（全部来源）"),
    # Demands against quotas
    "use.title": (
        "The projects that could be chosen ask for {x} times what there is of what is scarcest ({name})",
        "可选项目的需求合计为最紧一项（{name}）上限的{x}倍",
    ),
    "use.measure": (
        "Left: part of the limit that the plan uses. Right: what all projects that could be chosen ask for together, as"
        " a multiple of it.",
        "左：本方案使用量占上限的比例。右：全部可选项目需求之和为上限的倍数。",
    ),
    "use.used": ("used of the limit", "使用占上限"),
    "use.asked": ("asked for, times the limit", "需求为上限的倍数"),
    "use.freed": ("freed", "净退出"),
    "use.times": ("{x} ×", "{x}倍"),
    "use.row": ("{name}: used {used}, asked {asked}", "{name}：使用{used}，需求{asked}"),
    "use.sentence": ("Use and demand of each limit: {all}.", "各项上限的使用与需求：{all}。"),
    "use.note": (
        "The {shown} that weigh most at their prices, of {all}.",
        "共{all}项，列出按价格计最紧的{shown}项。",
    ),
    "use.table": ("The price list has every row", "全部各行见价目表"),
    # Price list
    "prices.caption": ("Every quota and fund: what is used of it, and its price", "全部指标和资金：使用情况和价格"),
    "prices.note": (
        "The same demand on the same quota pays the same price, whoever asks. A price is what a further step would"
        " bring at the margin; what has a price of 0 holds nothing back. Limits include what was drawn and carried in.",
        "同一指标对所有申请人同价。价格是边际上多给一档能增加的效益，价格为零的指标不构成制约。上限含调入和结转。",
    ),
    "prices.more": (
        "{n} further row, not full and free|{n} further rows, not full and free",
        "其余{n}行：没有用满，价格为零",
    ),
    "prices.free": ("Quotas and funds that are not full and free", "没有用满、价格为零的指标和资金"),
    # Chosen projects
    "chosen.caption": ("All projects proposed, the safest first", "全部拟入选项目，余量大者在前"),
    "chosen.note": (
        "Margin = benefit less what the project takes at the price list. Place: must, a rule demands it; safe, proved:"
        " no plan without it is as good; likely, its margin is above 0; borderline, it is in because projects come"
        " whole or a rule needs it. The id leads to its sums.",
        "余量 = 效益 − 各项需求按价目表折算之和。把握：必选，规则要求；稳固，已证明不含它的方案都不如本方案；"
        "较稳，余量为正；临界，因项目只能整个取舍或规则需要而入选。编号指向算式。",
    ),
    "cut.title": (
        "Of the {count} best margins {best} are proposed; who else is in was decided between ranks {first} and {last}",
        "余量最大的{count}个中入选{best}个；其余在第{first}至{last}名之间取舍",
    ),
    "cut.title_clear": ("{chosen} in, and the line is clear", "入选{chosen}个，界线分明"),
    "cut.measure": (
        "Margin of each project at the price list, in benefit, best first.",
        "各项目按价目表的余量，效益分，由大到小。",
    ),
    "cut.cut_off": ("Bars above {x} are cut off.", "高于{x}的部分截去。"),
    "cut.chosen": ("proposed", "入选"),
    "cut.left_out": ("left out", "未入选"),
    "cut.rank": ("rank by margin: the first {shown} of {all}", "按余量排名：前{shown}个，共{all}个"),
    "cut.band": ("on the line: {n}", "线上：{n}个"),
    "cut.ranks": ("rank {first} to {last}; decided by what fits", "第{first}至{last}名，取决于能否装下"),
    "cut.sentence": (
        "Projects by margin: the first {clear} are proposed; of ranks {first} to {last}, {inside} are proposed; none"
        " after that.",
        "项目按余量排列：前{clear}个入选，第{first}至{last}名中入选{inside}个，其后均未入选。",
    ),
    "cut.sentence_clear": (
        "Projects by margin: the first {clear} are proposed, none after that.",
        "项目按余量排列：前{clear}个入选，其后均未入选。",
    ),
    "cut.note": (
        "Projects come whole, so the last ones are decided by what fits into what is left, not by the margin alone.",
        "项目只能整个取舍，因此最后几个取决于剩余指标装不装得下，不单看余量。",
    ),
    "cut.table_chosen": ("Table of those proposed", "入选项目表"),
    "cut.table_left_out": ("of those left out", "未入选项目表"),
    # Left out
    "left_out.caption": ("Projects left out, by first reason", "未入选项目，按首要原因"),
    "left_out.all": ("Every project with its own reason", "逐个项目的原因"),
    "left_out.every": ("Every project left out, nearest to the plan first", "全部未入选项目，离入选最近的在前"),
    "left_out.note": (
        "Priced out means: at these prices, an indication, unless it says that it is proved; that such a project does"
        " not fit into the full plan either is not said again. Figures are rounded one by one, so that a sum may differ"
        " in the last place.",
        "“价高未入”是按此价目表所作的判断，注明“已证明”的除外；这些项目大多也装不进已满的方案，不再重复。"
        "各数分别四舍五入，合计的末位可能略有出入。",
    ),
    "left_out.open": ("{n} project, with its reason|{n} projects, each with its reason", "{n}个项目，逐个列明原因"),
    "left_out.cut": (
        "{n} projects were left out; the {listed} nearest to the plan are listed here. kaimen explain gives the reason"
        " of every one.",
        "未入选项目共{n}个，这里列出离入选最近的{listed}个；其余各个的原因可用kaimen explain查询。",
    ),
}
"""Messages of tables and charts."""
