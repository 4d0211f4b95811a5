"""Where a number is a name, a label or an ordinal, and so no quantity. Extend the rows to keep more names out."""

from __future__ import annotations

import re

LABELS_BEFORE = """
no. no # article articles proposition
chapter chapters section sections clause paragraph annex appendix schedule table figure fig.
item
phase stage class grade level tier type category line lines route highway road street room page pages volume vol.
version
part unit flight train channel group model series code act rule regulation resolution decree order document notice
top fortune forbes global csi s&p nasdaq dow_jones agenda vision expo plan iso gb industry covid sars-cov
iphone ipad galaxy ios android windows macos xbox playstation pixel
"""
"""Words directly before a number that make it a name: Article 5, top 500, Agenda 21."""

ENGLISH_NAMES = r"""
two sessions
six (?:key )?(?:fronts|areas)
four comprehensives
four consciousnesses
two establishes
two upholds
two centenary goals
second centenary
one country,? two systems
three represents
three gorges
seven sisters
group of (?:seven|eight|twenty|77)
big (?:three|four|five)
fortune (?:global )?\d{1,5}
forbes (?:global )?\d{1,5}
nine[- ]dash
(?<!\d)\d{1,6}(?:st|nd|rd|th)\b
24/7
(?:https?://|www\.)[^\s\u3000-\uffff]+
five[- ]year plans?
north-?south (?:two|three)
"""
"""Patterns, a line each, of names that hold a number."""

CHINESE_NAMES = r"""
四个全面
五位一体
[两二]个(?:维护|确立|毫不动摇|一百年|结合|务必|健康|大局|决不|没有变|清单)
四个(?:意识|自信|服务|伟大|革命|不摘)
三个(?:代表|务必|区分开来|有利于|善作善成)
五个(?:必由之路|统筹|坚持)
[十六八九](?:个)?(?:明确|坚持)
十四个坚持
一国两制
[六五三四]稳|六保
三[农峡江]
双[碳循创随减控][^\d]?
三去一降一补
两[会岸手法高][^\d]?
三大攻坚战
四梁八柱
第[一二三四五六七八九十]{1,3}个[五百]年(?:规划|计划)?
(?<!之)前[\d一二三四五六七八九十百]{1,3}(?:位|名|强|列)
(?<![\d一二三四五六七八九十第])二次
[二三多两]元(?:结构|化|体制|经济|社会|文化|格局|制|论|分割)
一带一路
长三角|珠三角
万元(?=(?:地区|国内|工业|农业|规模以上|规上)?(?:生产总值|gdp|产值|增加值|工业))
九二共识
成百上千|成千上万|亿万|千方百计|千家万户|万众一心|万无一失|百花齐放|百年未有|千秋|万家灯火|万里长[城征]
七大[精会]|[十]?[一二三四五六七八九十]大(?:报告|精神|以来|代表|会议|召开|胜利)
第?[一二三四五六七八九十百]{1,5}届|第?[一二三四五六七八九十]{1,5}次(?:全会|全体会议|会议|代表大会)
(?:世界|全球|中国|民营企业|全国)?(?<!\d)\d{1,5}强
百强[县区镇企]?
(?:十|百|千|万)[百千万]{1,3}(?:工程|计划|行动|项目|企业)
[一二三四五六七八九十]是
(?<!\d)\d{1,5}周年|[一二三四五六七八九十百]{1,5}周年
(?<![\d一二三四五六七八九十百千万亿])[百千万亿]{1,3}[斤亩吨](?=[^，。；、：\n\d]{0,10}(?:行动|工程|示范|良田|林海|茶园|花海))
7 ?[×x*] ?24 ?小时
八项规定|[四三]风|约法三章
[一二三四五六七八九十]{1,4}国集团|[二]十国
"""
"""Patterns, a line each, of names that hold a Chinese numeral."""

CHINESE_BEFORE = "第 统 唯 之 万万 单 专 同 划 不 某 每 任 另 进 逐 初"
"""Characters directly before a bare Chinese numeral that make it part of a word: 第三, 统一."""

OWN_COUNTS = re.compile("(?:民生)?实事|大事|要事|好事|[\u3400-\u9fff]{0,4}组成部分")
"""What a small count in words before it is one of the text's own parts of: 十件民生实事."""

OWN_PARTS = """
aspect aspects area areas respect respects point points requirement requirements principle principles task tasks
category
categories field fields step steps part parts priority priorities reason reasons way ways thing things measure
measures link
links stage stages suggestion suggestions opinion opinions front fronts
方面 环节 要求 原则 任务 重点 部分 领域 步骤 举措 措施 阶段 维度 层面 要点 意见 建议 关键 抓手 统筹 结合 坚持
"""
"""Nouns of a text's own parts: a small count of them is context."""

NUMBERED_PARTS = frozenset({"条", "部分", "章"})
"""Units of a text's own parts also where digits count them: 共七部分14条."""

PROGRAMMES = (
    "action actions plan plans programme programmes program programs campaign campaigns drive initiative initiatives"
)
CHINESE_CLASSES = """
项目 企业 产业 集群 园区 开发区 泊位 机组 锅炉 乡镇 镇 县 村 城市 工程 公司 集团 大户 合作社 电站 水库 灌区 船舶 码头
航道 学校 老人 老年人 儿童 火电 煤矿 矿井 储能 基地 平台 客户 用户 商圈 景区
"""
"""What an amount before it tells the class of: 亿元以上项目 are projects of over 100 million yuan."""
CHINESE_PROGRAMMES = "行动 规划 计划 攻坚 方案 工程 任务"
"""What a length in years names: a three-year action, 三年行动."""
