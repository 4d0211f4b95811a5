"""The frame of a paper: title, headings, facts, questions, sources."""

FRAME: dict[str, tuple[str, str]] = {
    "paper.kicker": ("Meeting paper · project selection · for decision", "会议材料 · 项目选择方案 · 供审议"),
    "paper.synthetic": (
        "Synthetic: the projects, amounts and dates are made up",
        "合成数据：项目、金额和日期均为虚构",
    ),
    "paper.foot": ("Plan {scenario} · list {library}", "方案{scenario} · 项目库{library}"),
    "paper.proposed": ("{chosen} of {known} projects are proposed.", "从{known}个项目中选出{chosen}个。"),
    "paper.kept": (
        " Every quota, fund and rule is kept, and the plan is within {gap} of the price bound, which no plan can"
        " exceed.",
        "各项指标、资金和规则全部守住；与价格上界相差{gap}，任何方案都不可能超过这一上界。",
    ),
    "paper.broken": (
        " The plan breaks {n} quota, fund or rule and cannot be carried out as it stands.|"
        " The plan breaks {n} quotas, funds or rules and cannot be carried out as it stands.",
        "方案突破了{n}项指标、资金或规则，不能照此实施。",
    ),
    "label.skip": ("Skip to the paper", "跳到正文"),
    "label.contents": ("Contents", "目录"),
    "label.table": ("The figures as a table", "对应数据表"),
    "label.passage": ("¶ leads to a passage", "¶ 指向原文"),
    "label.cell": ("⊞ to a row of a list or file", "⊞ 指向项目库或文件的行"),
    "label.sum": ("Σ to a sum", "Σ 指向算式"),
    "label.page": ("page {page} of {pages}", "第{page}页，共{pages}页"),
    "site.data": ("The figures as files", "数据下载"),
    "site.few": ("fewer than {least}", "不足{least}"),
    "site.policies.note": (
        "Rules in force on {day}. Where fewer than {least} firms are due something, neither number nor sum is told.",
        "{day}有效的规定。享受企业不足{least}家的，不列数量和金额。",
    ),
    "site.services.note": (
        "Cases as known on {day}. Services with fewer than {least} cases are left out.",
        "截至{day}的办件。办件不足{least}件的服务不列出。",
    ),
    "site.treatment.sentence": (
        "Of {every} decisions {follow} follow from the price list alone; {odd} do not.",
        "{every}项决定中，{follow}项仅由价目表得出，{odd}项不由价目表得出。",
    ),
    "site.treatment.declared": ("What prefers some to others", "对部分对象的优先规定"),
    "site.delivery": ("What became of it", "实施进展"),
    "site.curve": ("Money done and planned in {year}, by month", "{year}年各月累计完成与计划"),
    "sentence.gap": (" ", ""),
    "list.comma": (", ", "、"),
    "list.semicolon": ("; ", "；"),
    "total": ("Total", "合计"),
    "unknown": ("not stated", "未填"),
    "nothing": ("none", "无"),
    "unit.benefit": ("benefit", "效益分"),
    "unit.projects": ("projects", "个"),
    "unit.regions": ("regions", "个地区"),
    "period.whole": ("whole horizon", "全期"),
    "row.name": ("{name}, {period}", "{name}，{period}"),
    "row.share": ("{name}, share of the whole cost", "{name}，占总投资比例"),
    "place.site": ("{place}, {site}", "{place}（{site}）"),
    # Facts
    "facts.heading": ("In short", "要点"),
    "fact.count": (
        "proposed, of {known} known. {able} of them are ready and lawful and could be chosen.",
        "拟入选；全部{known}个中，{able}个条件齐备、可供选择。",
    ),
    "fact.count_asked": (" Asked: {asked}.", "要求{asked}。"),
    "fact.quota": (
        "of {name} used, {share} of the {limit} there are. {rests}",
        "为{name}使用量，占上限{limit}的{share}。{rests}",
    ),
    "fact.regions": (
        "of {all} have projects proposed: from {least} to {most} each.",
        "有项目入选（共{all}个）；最少{least}个，最多{most}个。",
    ),
    "fact.cost": ("total investment of the projects proposed.", "入选项目总投资。"),
    "fact.cost_paid": (
        "total investment of the projects proposed; {x} of it is paid from the fund within the horizon.|"
        "total investment of the projects proposed; {x} of it is paid from the {n} funds within the horizon.",
        "入选项目总投资，其中规划期内由{n}项资金安排{x}。",
    ),
    "fact.rule": ("{name}: {asked} asked. {rests}", "{name}，要求{asked}。{rests}"),
    "fact.dearest": (
        "of {name} is used, out of {limit}. It weighs most of all quotas and funds at their prices.",
        "为{name}的使用率，上限{limit}。按价格计，它是各项指标和资金中最紧的一项。",
    ),
    "fact.benefit": (
        "of the plan, within {gap} of the price bound of {bound}.",
        "为本方案效益，与价格上界{bound}相差{gap}。",
    ),
    # Headings
    "pledges.heading": ("What was announced", "公开承诺"),
    "pledges.lead": (
        "Each sentence as it was published, the pledged part marked, with the rules that were made of it.",
        "以下为公开发布的原文，标出承诺部分，并列出据此写成的规则。",
    ),
    "pledge.place": (" ({region})", "（{region}）"),
    "pledge.rules": (" became: {rules}", "据此写成：{rules}"),
    "passage.rules": ("It became: {rules}", "据此写成：{rules}"),
    "pledges.idle": (
        "No rule, quota or fund of this plan rests on {ids}.",
        "本方案没有依据{ids}写成的规则、指标或资金。",
    ),
    "where.passage": ("{document}, characters {start} to {end}", "{document}，第{start}至{end}字"),
    "where.line": (
        "{document}, line {line}, characters {start} to {end}",
        "{document}，第{line}行，第{start}至{end}字",
    ),
    "where.scenario": ("⊞ {file}, line {line}", "⊞ {file}第{line}行"),
    "doubts.lead": (
        "Figures that cannot be true as they were published",
        "照原文不可能成立的数字",
    ),
    "doubt.growth": (
        "is outside what has been seen in such a period ({low} to {high}).",
        "超出同类时段出现过的范围（{low}至{high}）。",
    ),
    "doubt.share": (
        "is no share of a whole, which lies between {low} and {high}.",
        "不可能是占比，占比应在{low}至{high}之间。",
    ),
    "doubt.outside": ("cannot be true as it stands.", "照原文不可能成立。"),
    "doubt.likely": (" With the decimal point restored it reads {x}.", "若补回小数点，应为{x}。"),
    "doubt.unchanged": (" The text is unchanged; it should be looked up.", "原文未作改动，请核对来源。"),
    "rules.heading": ("Rules, and how the plan keeps them", "规则及落实情况"),
    "plan.heading": ("The plan at a glance", "方案总表"),
    "scarce.heading": ("What is scarce", "指标与资金"),
    "prices.heading": ("Price list", "价目表"),
    "chosen.heading": ("Projects proposed", "拟入选项目"),
    "left_out.heading": ("The project left out, and why|The {n} projects left out, and why", "未入选的{n}个项目及原因"),
    "left_out.annex": ("Annex: a reason for every project left out", "附件：每个未入选项目的原因"),
    "decide.heading": ("What the meeting is asked to decide", "请会议决定"),
    "bound.heading": ("How sure this is", "结果的把握"),
    "sources.heading": ("Sources and sums", "出处与算式"),
    # Questions
    "decide.approve": (
        "Whether to approve this plan of {n} project as the baseline that delivery is tracked against.|"
        "Whether to approve this plan of {n} projects as the baseline that delivery is tracked against.",
        "是否批准本方案的{n}个项目，作为今后跟踪的基线。",
    ),
    "decide.widen": (
        "Whether to widen {name}: at the margin, {step} more would bring about {worth} in benefit.",
        "是否增加{name}：按边际价格，每增加{step}，效益约增加{worth}分。",
    ),
    "decide.move": (
        "Whether to move a part of {source} to {target}: at the margin, each {step} moved would bring about {worth} in"
        " benefit.",
        "是否把{source}的一部分调整到{target}：按边际价格，每调整{step}，效益约增加{worth}分。",
    ),
    "decide.must": (
        "Whether the project that was asked for by name stays, although at these prices it costs more than it brings:"
        " {projects}.|Whether the {n} projects that were asked for by name stay, although at these prices each costs"
        " more than it brings: {projects}.",
        "下列{n}个指名入选的项目，按价目表所费多于所得，是否保留（数字为代价，效益分）：{projects}。",
    ),
    "decide.waived": (
        "Whether the waiver stands: {rules}.|Whether the {n} waivers stand: {rules}.",
        "下列{n}项搁置决定是否维持：{rules}。",
    ),
    "decide.doubts": (
        "Whom to ask about the published figures that cannot be true ({doubts}).",
        "由谁核对照原文不可能成立的数字（{doubts}）。",
    ),
    "decide.doubts_link": ("see above", "见前文"),
    # Bounds
    "bound.caption": ("The plan's benefit and what no plan can exceed", "本方案效益与任何方案不能超过的上界"),
    "bound.benefit": ("this plan", "本方案"),
    "bound.benefit.who": ("anyone, by adding up the table of projects", "任何人，把入选项目的效益相加即可"),
    "bound.price": ("price bound", "价格上界"),
    "bound.price.who": (
        "anyone: recomputed from the price list alone, by the workbook's formulas or by kaimen verify",
        "任何人：只凭价目表即可重算，可用工作簿中的公式或kaimen verify",
    ),
    "bound.certified": ("certified bound", "验证上界"),
    "bound.certified.who": (
        "anyone with the plan file: recomputed by kaimen verify from its witnesses, without the solver",
        "持有方案文件的任何人：由kaimen verify按其中的证据重算，不用求解器",
    ),
    "bound.solver": ("solver bound", "求解器上界"),
    "bound.solver.who": ("only the solver, by running it again", "只有重新运行求解器才能确认"),
    "bound.parts": ("The price bound as a sum", "价格上界的算式"),
    "bound.part.quotas": ("limits of quotas times their prices", "各项指标上限乘以价格"),
    "bound.part.funds": ("budgets of funds times their prices", "各项资金预算乘以价格"),
    "bound.part.rules": ("right sides of rules times their prices", "各条规则的限值乘以价格"),
    "bound.part.margins": ("best margins of all projects, where above 0", "各项目的最大余量（大于零者）"),
    "bound.part.draws": ("caps of draws times what a unit gains in price", "统筹调用上限乘以单位升值"),
    "bound.part.carries": ("caps of carries times what a unit gains in price", "跨期结转上限乘以单位升值"),
    "bound.parts.note": (
        "Whoever doubts the plan can recompute this sum; parts that are 0 are not listed.",
        "对方案有疑问的人可以重算这个和；为零的部分未列。",
    ),
    "status.optimal": (
        "The search ended with the solver's statement that nothing is better.",
        "求解以求解器声明没有更好的方案而结束。",
    ),
    "status.gap_reached": ("The search ended at the gap that was asked for.", "求解达到要求的差距后结束。"),
    "status.stopped": ("The search was stopped; a longer one may find better.", "求解中途停止，继续求解可能更好。"),
    "status.ordered": (
        "The projects were taken in a strict order; the most benefit was not looked for.",
        "项目按既定次序依次选取，未求效益最大。",
    ),
    # Sources
    "sources.caption": ("What the paper was made from", "本材料所依据的文件"),
    "sources.note": (
        "The first sixteen digits of each file's SHA-256 are given. The plan file carries the files themselves.",
        "列出每个文件SHA-256的前十六位；方案文件中附有原件。",
    ),
    "source.library": ("project list", "项目库"),
    "source.scenario": ("scenario", "方案设定"),
    "source.mapping": ("mapping of the list", "项目库字段对照"),
    "source.document": ("announcement", "公开讲话"),
    "source.pledges": ("ledger of pledges", "承诺台账"),
    "source.projects": ("{n} project|{n} projects", "{n}个项目"),
    "source.characters": ("{n} character|{n} characters", "{n}字"),
    "sums.projects": (
        "The projects proposed: where each stands in the list, and the sums of its benefit, cost and margin",
        "拟入选项目：在项目库中的位置，效益、投资和余量的算式",
    ),
    "sums.rows": (
        "Quotas, funds and rules: where each limit stands, and the sum of what is used",
        "指标、资金和规则：上限的出处，使用量的算式",
    ),
    "sums.too_many": (
        "Quotas, funds and rules: where each limit stands. The sums have too many terms for a page; the plan file has"
        " them.",
        "指标、资金和规则：上限的出处。算式项数过多，不在此列出，见方案文件。",
    ),
    "sum.benefit": ("benefit {terms} = {x}", "效益：{terms} = {x}"),
    "sum.no_criterion": ("discounted costs", "折现投资"),
    "sum.cost": ("investment {terms} = {x}", "投资：{terms} = {x}"),
    "sum.margin": ("margin {terms} = {x}", "余量：{terms} = {x}"),
    "sum.used": (": limit {limit} {own}; used {terms} = {used}", "：上限{limit}{own}；使用：{terms} = {used}"),
    "sum.own": ("own", "自有"),
    "sum.drawn_in": ("drawn from the pool", "从统筹调入"),
    "sum.drawn_out": ("drawn by others", "被调用"),
    "sum.carried_in": ("carried in", "上期结转"),
    "sum.carried_out": ("carried on", "结转下期"),
    "sum.rule": (": asked {asked}, plan {now}.", "：要求{asked}，方案{now}。"),
    "sum.about": (" Projects it counts: {projects}.", "涉及项目：{projects}。"),
}
"""Messages of the frame."""
