# ruff: noqa: E501 - a line of the table is one fact
"""Words that say in which currency an amount is to be expected. A row a fact; add words to ask less or more."""

from __future__ import annotations

FOREIGN = """
foreign export exports import imports trade asian african european eu imf adb donor donors lender lenders partners multilateral remittances tourists offshore hungary austria switzerland czech romania israel saudi emirates qatar cuba zambia angola sudan congo senegal zealand korea korean japanese german french british russian indian reserves exchange overseas abroad international world global outbound inbound outward inward
fdi us american dollar dollars_against currency aid africa asean loans_to silk
外 进出口 出口 进口 外贸 贸易 国际 境外 海外 对外 世界 全球 外资 外汇 外商 美国 汇率 引进 跨境 非洲 东盟 援助 港 贷款给
"""
"""Words near which an amount in another currency than the country's own is to be expected."""

CHINESE_MATTERS = """
central_government central_government's central_budget central_and_local state_council governments_at_all_levels provincial-level prefecture-level
local_government_bonds local_government_special special-purpose_bonds special_bonds tax_and_fee_cuts tax_and_fee_reductions tax_refunds_and_cuts
cut_taxes_and_fees business_tax agricultural_tax vat value-added_tax value_added_tax market_entities micro_and_small small_and_micro
rural_areas_and_farmers agriculture,_rural agriculture,_farmers grain_growers grain_producers per_50_kg per_50_kilograms compulsory_education
basic_medical_insurance basic_public_health_services old-age_insurance rural_cooperative social_security_funds non-working_urban
industrial_enterprises five-year_plan mu
"""
"""Words of English texts from China for matters that are paid in yuan. No country that counts in dollars tells of its
own budget in them: the United States, Canada and Australia have federal governments, and none of the three a tax that it
calls VAT."""
