"""What one applicant is awarded at most, and what a whole industry or region comes to at least. A row a fact."""

from __future__ import annotations

AWARD = """
奖励 奖补 补助 补贴 资助 扶持 支持 给予 grant grants award awards awarded subsidy subsidies subsidised subsidized bonus
bonuses reward rewards
"""
"""Words by which an amount is given to one who applies for it, where one of the next stands beside it too."""

RECIPIENT = """
每家 每人 每个 每项 每户 每名 每位 每认 每引 每培 每新 单个 单户 单项 一次性 最高 分别 个人 上限 each per one-off
one-time individual up_to
"""

FOR_MANY = """
总额 总计 合计 累计 共计 总共 安排 发放 规模 基金 专项资金 总投资 授信 贷款 担保 发行 融资 筹集 各地 各省 各市 中央
total totals totaling totalling fund funds programme program budget altogether loan loans states provinces
"""
"""Words by which an amount is for many, or is lent."""

MOST_TO_ONE = "CNY 1e9  USD 5e8  EUR 5e8  GBP 5e8  HKD 1e9"
"""No single award to one who applies for it has reached this."""

WHOLES = "产业 制造业 服务业 农业 旅游业 建筑业 全省 全市 全区 全国 全行业 经济"
TOLD_OF_WHOLES = "总产值 产值 收入 规模 成交额 交易额 销售额 增加值 投资"
OF_ONE = "企业 公司 单位 机构 项目 园区 集群 基地 产品 平台 人均 户均 每 合作社 农户 家庭 村 奖 补"
"""Words by which an amount is of one enterprise or project and not of an industry."""

LEAST_OF_A_WHOLE = "nation 1e9  province 1e8  city 1e8  unknown 1e7"
"""Yuan that an industry, or a kind of trade of a whole region, comes to at least where a text tells of it."""
