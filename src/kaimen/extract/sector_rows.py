"""Sections of the industrial classification GB/T 4754-2017, and words by which a text speaks of one.

A section: letter, name in English, name in Chinese; below it, further in, its words with spaces between. `_` stands for
a blank inside a word, `*` at its end for any ending.
"""

from __future__ import annotations

SECTIONS = """
A | agriculture, forestry, animal husbandry and fishery | 农、林、牧、渔业
    agricultur* farm farmland grain crop livestock fishery fisheries forestry cotton seed_industry irrigat* 农业
    农产品 农田 粮食 耕地 畜牧 渔业 林业 种业 棉花 油料 生猪 蔬菜 春耕 乡村产业
B | mining | 采矿业
    mining mine mines coal_output ore quarr oilfield shale_gas 采矿 煤矿 矿山 矿产 油田 页岩气 开采
C | manufacturing | 制造业
    manufactur* factory factories steel chemical semiconductor* integrated_circuit chip automobile vehicle_plant
    shipbuilding machinery equipment_industry battery batteries industrial_enterprises
    technological_transformation 制造 工厂 钢铁 化工 半导体 集成电路 芯片 汽车 造船 机械 装备 电池 工业企业
    技术改造 技改 新材料 冶炼 规上工业
D | electricity, heat, gas and water supply | 电力、热力、燃气及水生产和供应业
    electricity clean_energy power_plant power_station power_grid wind_power photovoltaic solar_power nuclear_power
    hydropower installed_capacity heating natural_gas_supply water_supply 清洁能源 电力 发电 电网 风电 光伏 核电 水电
    装机 供热 供暖 燃气 供水 储能 海上风电
E | construction | 建筑业
    building_industry construction_industry prefabricated_building 建筑业 装配式建筑 施工企业
F | wholesale and retail trade | 批发和零售业
    retail wholesale e-commerce consumer_goods foreign_trade supermarket 零售 批发 电商 电子商务 消费品 社零
    外贸 商圈
G | transport, storage and post | 交通运输、仓储和邮政业
    transport railway railways high-speed_rail expressway highway airport port ports metro subway logistics
    freight shipping postal courier 交通 铁路 高铁 高速公路 公路 机场 港口 地铁 轨道交通 物流 货运 航运 邮政
    快递 民航
H | accommodation and catering | 住宿和餐饮业
    hotel hotels restaurant catering homestay 住宿 酒店 餐饮 民宿
I | information transmission, software and information technology services | 信息传输、软件和信息技术服务业
    software 5g data_center data_centre computing_power broadband telecom cloud_computing
    artificial_intelligence big_data internet 软件 5g 数据中心 算力 宽带 电信 云计算 人工智能 大数据 互联网
    信息服务 基站
J | finance | 金融业
    bank_loans loans financial_institution insurance securities bond bonds credit_line inclusive_finance 贷款
    信贷 银行 保险 证券 金融 债券 融资
K | real estate | 房地产业
    real_estate housing_units affordable_housing commercial_housing property_market 房地产 住房 商品房 保障房
    棚改 公租房
L | leasing and business services | 租赁和商务服务业
    leasing business_services human_resources_services exhibition 租赁 商务服务 人力资源服务 会展
M | scientific research and technical services | 科学研究和技术服务业
    research_institute laboratory laboratories scientific_research r&d research_and_development
    technology_contracts patent patents 实验室 科研 研发 科技成果 技术合同 专利 科学城 科创
N | water conservancy, environment and public facilities | 水利、环境和公共设施管理业
    water_conservancy reservoir wetland afforest* sewage garbage pollution air_quality ecological 水利 水库 湿地
    造林 绿化 污水 垃圾 污染 空气质量 生态 防洪 河道
O | resident services, repair and other services | 居民服务、修理和其他服务业
    domestic_services household_services housekeeping 家政 居民服务 养老托育
P | education | 教育
    school schools education university universities college colleges kindergarten kindergartens student
    students teacher teachers vocational 教育 学校 大学 高校 学院 幼儿园 学生 教师 学位 职业院校
Q | health and social work | 卫生和社会工作
    hospital hospitals health_care medical clinic clinics nursing_home elderly_care childcare doctor doctors
    医院 卫生 医疗 诊所 养老 托育 病床 医生 床位 疾控
R | culture, sports and entertainment | 文化、体育和娱乐业
    museum museums cultural tourism library_building sports stadium film films theatre theater 文化 博物馆 旅游
    文旅 体育 体育场 电影 剧院 图书馆
S | public administration, social security and social organisations | 公共管理、社会保障和社会组织
    social_security pension government_services administrative_approval basic_insurance 社会保障 养老金 社保
    政务服务 行政审批 低保 基本医疗保险
T | international organisations | 国际组织
    international_organization international_organisation 国际组织
"""
