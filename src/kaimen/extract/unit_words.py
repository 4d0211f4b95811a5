"""Units by the words they are read under.

A row is `code kind factor words`: one of the words is `factor` of the base unit `code`; `_` in a word is a blank.
Factors
such as 1/15 are exact. 亩: China, since 1959; 斤: half a kilogram; tce after GB/T 2589. To read more units, add rows.
"""

from __future__ import annotations

UNIT_ROWS = """
CNY money 1 元 ¥ 元人民币 人民币 块钱 yuan rmb cny renminbi chinese_yuan yuan_renminbi
USD money 1 美元 美金 美圆 美刀 $ dollar dollars usd us_dollars u.s._dollars us_dollar u.s._dollar american_dollars
EUR money 1 欧元 € euro euros eur
GBP money 1 英镑 £ gbp pounds_sterling british_pounds
HKD money 1 港元 港币 元港币 港圆 hkd hong_kong_dollars
JPY money 1 日元 yen jpy japanese_yen
KRW money 1 韩元 won krw
INR money 1 卢比 ₹ rupee rupees inr
RUB money 1 卢布 rouble roubles ruble rubles rub
TWD money 1 新台币 新台币元 元新台币 台币 元台币 twd
MOP money 1 澳门元 澳门币 元澳门币 mop patacas
CHF money 1 瑞士法郎 chf swiss_francs swiss_franc
MYR money 0.01 sen
MYR money 1 林吉特 马来西亚林吉特 ringgit myr
THB money 1 泰铢 baht thb
IDR money 1 印尼盾 印尼卢比 rupiah idr
PHP money 1 菲律宾比索 php philippine_pesos
VND money 1 越南盾 vnd vietnamese_dong
MXN money 1 墨西哥比索 mxn mexican_pesos
SEK money 1 瑞典克朗 sek swedish_kronor
NOK money 1 挪威克朗 nok norwegian_kroner
DKK money 1 丹麦克朗 dkk danish_kroner
NZD money 1 新西兰元 纽元 nzd new_zealand_dollars nz_dollars
ILS money 1 谢克尔 shekels shekel ils
TRY money 1 土耳其里拉 turkish_lira
SAR money 1 沙特里亚尔 sar saudi_riyals
AED money 1 迪拉姆 aed dirhams dirham
PLN money 1 兹罗提 zloty pln
USD money 0.01 美分 cents us_cents cent
CNY money 0.1 角钱
CAD money 1 加元 cad canadian_dollars
AUD money 1 澳元 aud australian_dollars
SGD money 1 新加坡元 新元 sgd singapore_dollars
BRL money 1 雷亚尔 reais brl
ZAR money 1 rand zar
KES money 1 kes kenyan_shillings kenya_shillings
UGX money 1 ugx ugandan_shillings uganda_shillings
TZS money 1 tzs tanzanian_shillings
GHS money 1 ghs cedis ghana_cedis
ETB money 1 etb birr
BDT money 1 bdt taka
PKR money 1 pkr pakistani_rupees
LKR money 1 lkr sri_lankan_rupees
NPR money 1 npr nepalese_rupees
EGP money 1 egp egyptian_pounds
QAR money 1 qar qatari_riyals
KWD money 1 kwd kuwaiti_dinars
OMR money 1 omr omani_rials
RWF money 1 rwf rwandan_francs
XOF money 1 xof cfa_francs
XAF money 1 xaf
ZMW money 1 zmw kwacha
COP money 1 cop colombian_pesos
CLP money 1 clp chilean_pesos
ARS money 1 ars argentine_pesos
PEN money 1 soles
CZK money 1 czk czech_crowns
HUF money 1 huf forints
RON money 1 romanian_lei
NGN money 1 奈拉 naira ngn
% percent 1 % 百分比 pc percent per_cent pct
% percent 1/10 ‰
pp points 1 pp ppt ppts
pp points 1 个百分点 百分点 percentage_point percentage_points percent_points
pp points 1/100 个基点 基点 basis_point basis_points
km2 area 1 平方公里 平方千米 ㎢ square_kilometers square_kilometres square_kilometer square_kilometre sq_km km2 km²
km2 area 2.589988110336 平方英里 square_miles square_mile
ha area 1 公顷 hectare hectares ha
ha area 1/15 亩 mu
ha area 0.40468564224 英亩 acre acres
m2 area 1 平方米 平米 ㎡ square_meters square_metres square_meter square_metre sq_m sqm m2 m²
m2 area 0.09290304 平方英尺 square_feet square_foot sq_ft
tCO2e mass 1 tco2e tco2-e tco2eq tonnes_of_co2_equivalent tonnes_co2_equivalent tons_of_co2_equivalent tonnes_of_co2e
tCO2e mass 1 tonnes_of_carbon_dioxide_equivalent metric_tons_of_co2_equivalent tonnes_co2e 吨二氧化碳当量
tCO2e mass 1000 ktco2e
tCO2e mass 1000000 mtco2e mtco2-e mtco2eq
tCO2e mass 1000000000 gtco2e
tCO2 mass 1 tco2 tonnes_of_co2 tons_of_co2 tonnes_co2 tonnes_of_carbon_dioxide metric_tons_of_co2
tCO2 mass 1000000 mtco2
tce energy 1 吨标准煤 吨标煤 tce tonnes_of_standard_coal tons_of_standard_coal tonnes_of_coal_equivalent
tce energy 1 tons_of_coal_equivalent tonnes_of_standard_coal_equivalent tons_of_standard_coal_equivalent
tce energy 0.001 千克标准煤 公斤标准煤
tce energy 0.000001 克标准煤 克标煤
tce energy 1 metric_tons_of_standard_coal
kcal energy 1 千卡 大卡 kcal kilocalories
kWh electricity 0.001 瓦时 wh watt-hours
kWh electricity 1 千瓦时 度电 kwh kilowatt-hours kilowatt_hours kilowatt-hour kw/h
kWh electricity 1000 兆瓦时 mwh megawatt-hours megawatt_hours
kWh electricity 1000000 吉瓦时 gwh gigawatt-hours gigawatt_hours
kWh electricity 1000000000 太瓦时 twh terawatt-hours terawatt_hours
kW power 0.001 瓦 watts watt w
kW power 1 千瓦 kw kilowatts kilowatt
kW power 1000 mwp mva
kW power 1000000 gwp
kW power 1000 兆瓦 mw megawatts megawatt
kW power 1000000 吉瓦 gw gigawatts gigawatt
kW power 0.73549875 马力 ps
kW power 0.745699872 horsepower hp bhp brake_horsepower
V voltage 1 伏 伏特 volts volt
V voltage 1000 千伏 kv kilovolts kilovolt
A current 1 安培 amperes amps
mAh charge 1 毫安时 mah
tonne mass 1 吨 公吨 tonne tonnes ton tons metric_tons metric_ton
tonne mass 1 MT
tonne mass 1000 kt
tonne mass 1000000 Mt
tonne mass 0.001 公斤 千克 kg kilogram kilograms kilogramme kilogrammes
tonne mass 0.000001 克 grams gram grammes
tonne mass 0.000000000001 微克
tonne mass 0.000000001 毫克 milligrams milligram mg
tonne mass 0.00045359237 磅 lb lbs pounds_of pound_of
tonne mass 0.00002834952 盎司 ounces ounce oz
tonne mass 0.0005 斤 jin catties catty
tonne mass 0.05 担
m3 volume 1 立方米 立方 千升 ㎥ m3 m³ cubic_meters cubic_metres cubic_meter cubic_metre
m3 volume 1000 ML megalitres megalitre megaliters
m3 volume 1000000 gl gigalitres gigalitre gigaliters Mm3
m3 volume 1233.48183754752 acre-feet acre-foot
m3 volume 0.001 升 公升 litres litre liters liter l
m3 volume 0.000001 毫升 millilitres millilitre milliliters milliliter ml
m3 volume 0.003785411784 加仑 gallons gallon
m3 volume 1 方 方水
barrel volume 1 桶 barrels barrel
km length 1.609344 lane_miles lane-miles lane_mile track_miles route_miles
km length 1 lane_km lane-km lane_kilometers lane_kilometres route_km route_kilometres track_km track_kilometres
km length 1 公里 千米 ㎞ km kilometers kilometres kilometer kilometre
km length 1.852 海里 nautical_miles
km length 1.609344 英里 mile miles
m length 1 米 meters metres meter metre
km/h speed 1 公里/小时 公里每小时 千米每小时 km/h kph kmh km/hr
km/h speed 1 kilometers_per_hour kilometres_per_hour kilometers_an_hour
km/h speed 1.609344 mph m.p.h miles_per_hour miles_an_hour
km/h speed 1.852 节航速 knots knot
km/h speed 3.6 米/秒 米每秒 m/s meters_per_second metres_per_second
m length 0.9144 码 yards yard
m length 0.3048 英尺 feet foot ft
m length 0.01 厘米 公分 centimeters centimetres centimeter centimetre cm
m length 0.0254 英寸 inches inch
mm length 0.001 微米 μm µm micrometers micrometres microns micron
mm length 0.000001 纳米 nanometers nanometres nanometer nanometre nm
mm length 1 毫米 millimeters millimetres millimeter millimetre mm
TEU count 1 标准箱 标箱 国际标准箱 标准集装箱 teu teus
persons persons 1 人 人次 名 位 people persons person jobs 个岗位 人口
households count 1 户 户家庭 户家 个家庭 家庭
year duration 1 年 个年头 year years
month duration 1 个月 个多月 month months
week duration 1 周 个星期 星期 week weeks
day duration 1 天 日 个工作日 工作日 day days working_days
hour duration 1 小时 个小时 钟头 hour hours
minute duration 1 分钟 minute minutes min mins
second duration 1 秒 秒钟
age age 1 岁 周岁 years_old years_of_age year-old year-olds years-old
times multiple 1 倍 times fold -fold
time count 1 次 回 轮
t/h steam 1 蒸吨 蒸吨/小时
EFLOPS computing 1 eflops
EFLOPS computing 0.001 pflops
GB data 0.001 兆字节 mb megabytes megabyte
GB data 1 吉字节 gb gigabytes gigabyte
GB data 1000 太字节 tb terabytes terabyte
Mbit/s bandwidth 1 兆比特每秒 mbps megabits_per_second
Mbit/s bandwidth 1000 gbps gigabits_per_second
Hz frequency 1 赫兹 hz hertz
Hz frequency 1000 千赫 khz kilohertz
Hz frequency 1000000 兆赫 mhz megahertz
Hz frequency 1000000000 吉赫 ghz gigahertz
rpm frequency 1 转/分 rpm
Pa pressure 1000 千帕 kpa kilopascals
Pa pressure 6894.757293168 psi
Pa pressure 6894757.293168 ksi
Pa pressure 100000 bar bars
Pa pressure 1000000000 吉帕 gpa gigapascals
N·m torque 1 牛米 newton-metres newton-meters
N·m torque 1.3558179483314 lb-ft lb_ft pound-feet pound_feet foot-pounds
mpg economy 1 mpg miles_per_gallon
Pa pressure 1000000 兆帕 mpa
degree angle 1 degrees degree
share share 0.1 成
celsius temperature 1 摄氏度 ℃ °c degrees_celsius degrees_c celsius deg_c degc
fahrenheit temperature 1 华氏度 ℉ degrees_fahrenheit fahrenheit deg_f degf
ppm ratio 1 ppm parts_per_million
ppm ratio 0.001 ppb parts_per_billion
"""

CLASSIFIERS = """
个 家 项 件 座 条 台 辆 套 所 处 口 艘 架 种 类 批 起 例 张 只 头 棵 株 本 部 篇 场 宗 笔 间 支 片 道 枚 颗 款 门 块
封 床 列 组
对 节 幅 份 段 班 层 栋 幢 盏 期 届 环 箱 标台 剂 剂次 架次 车次 班次 家次 户次 件次 台次 场次 批次 趟 站 孔 眼 樘 大
部分
"""
"""Chinese measure words; the unit is then the noun beside them."""

CURRENCY_SIGNS = {
    "us$": "USD",
    "us $": "USD",
    "$us": "USD",
    "au$": "AUD",
    "au $": "AUD",
    "nz$": "NZD",
    "nz $": "NZD",
    "rm": "MYR",
    "rs.": "INR",
    "rs": "INR",
    "ps": "GBP",
    "u.s.$": "USD",
    "hk$": "HKD",
    "a$": "AUD",
    "c$": "CAD",
    "c $": "CAD",
    "s$": "SGD",
    "nt$": "TWD",
    "hk $": "HKD",
    "mx$": "MXN",
    "r": "ZAR",
    "n": "NGN",
    "₦": "NGN",
    "p": "PHP",
    "₱": "PHP",
    "₫": "VND",
    "₩": "KRW",
    "฿": "THB",
    "₺": "TRY",
    "₴": "UAH",
    "gh₵": "GHS",
    "gh¢": "GHS",
    "rp": "IDR",
    "rp.": "IDR",
    "tk": "BDT",
    "tk.": "BDT",
    "ushs": "UGX",
    "tshs": "TZS",
    "s/": "PEN",
    "ksh": "KES",
    "ksh.": "KES",
    "kshs": "KES",
    "kshs.": "KES",
    "$a": "AUD",
    "r$": "BRL",
    "rmb": "CNY",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "CNY",
    "￥": "CNY",
    "₹": "INR",
    "人民币": "CNY",
    "新台币": "TWD",
    "台币": "TWD",
    "港币": "HKD",
    "澳门币": "MOP",
}
"""What is written before the digits; ¥ is read as yuan."""

LARGE_ONLY = frozenset({"ps", "r", "n", "p"})
"""Signs that are read only before what looks like an amount: R1.9 billion and N3,000, but not R2 or P5."""

CASED_UNITS = "ML Mt MT Mm3"
"""Units in capitals that mean another thing without them, or nothing."""

ATTRIBUTES = """
acre bed berth bunk carriage course cylinder desk dwelling family flat floor gate house household hull lane member
monitor page passenger patient place plant platform pupil room seat server shop span speed storey story student
turbine unit vehicle ward
"""
"""English nouns that stand in the singular before what they measure: a 500-bed hospital, a 12 page report."""

CHINESE_NOUNS = """
项目 企业 小区 社区 园区 集群 基地 平台 中心 工程 任务 城市 县 县城 镇 乡镇 村 街道 行政村 学校 医院 车站 机场 港口
泊位 线路 产业
产业链 产品 品牌 专利 标准 场景 实验室 车间 工厂 机构 部门 单位 岗位 学位 床位 家庭 居民 农民 学生 教师 人才 团队
示范区 试点 新区
开发区 实验区 科学城 国家 地区 省份 省 市 区县 区 市县 行业 领域 方面 环节 措施 政策 事项 指标 案件 案例 问题 会议
活动 基站 充电桩
机器人 汽车 住房 公园 水库 电站 河流 湖泊 森林 贫困县 贫困村 景区 酒店 农户 大棚 泵站 码头 桥梁 隧道 公厕 幼儿园
卫生院 卫生室 广场 湿地 煤矿 矿山 机组 锅炉 电梯 管网 渠道 河道 灌区 地块 产业园 孵化器 众创空间 驿站 停车位
泊车位 车位 公交车 货车 列车 船舶 卫星 无人机 网点 门店 商户 处理厂 加工厂 电厂 雪道 索道 电机 仓库 冷库 养殖场
合作社 协议 合同 订单 论文 成果 技术 奖项 书屋 文化馆 图书馆 博物馆 体育馆 体育场 球场 步道 绿道 道路 铁路 公路
航班 楼宇 厂房 安置房 公寓 宿舍 别墅 门诊 药店 食堂 窗口 法规 条例 标段 开放平台 口岸 航线 班列 市场主体 经营主体
个体工商户 合作社 农场
"""
"""Nouns that are counted; beside a measure word they become the unit."""

CHINESE_PERSONS = """
人民 农民 居民 群众 职工 学生 教师 毕业生 农民工 老人 老年人 儿童 党员 干部 人才 劳动力 劳动者 消费者 残疾人 人口
患者 军人 护士 医生
"""
"""Nouns of persons: counted without a measure word they are persons (9亿农民)."""

PER = """
person head capita household family hour day week month year quarter night minute second share unit barrel tonne ton
kilogram kg gram litre liter gallon ounce hectare ha acre mu
square_meter square_metre sq_m square_foot sq_ft square_mile
square_kilometer square_kilometre kilometer kilometre km mile cubic_meter cubic_metre kilowatt_hour kilowatt-hour kwh
mwh vehicle car student pupil worker employee resident farmer patient bed room project firm game match decade annum
century mmbtu capita
人 户 家 亩 公顷 平方米 平方公里 立方米 吨 公斤 斤 千瓦时 度 年 月 日 天 小时 次 人次 件 台 辆 个 生 床 套
"""
"""What a figure can be for each of: 500 yuan per mu, 元/亩."""

REACHED = """
分别达到 达到 达 超过 突破 为 有 共 约 近 逾 增加到 增至 发展到 数量 总数 总量 已 分别 不少于 不低于 超 各 至少 再
新增
"""
"""Words between a counted noun and its figure: 高新技术企业达到3903家."""

MAKING = """
新增 新建 建成 建设 改造 完成 培育 引进 出栏 存栏 年产 生产 发展 安排 计划 实施 新开工 开工 组建 成立 创建 打造
种植 栽植 投放 购置 配备 更新 淘汰 推出 整治 查处 办理 授权 拥有 提供 发放 布局 布设 开通 开展 推广 推动 确保 力争
支持 解决 规划 形成 构建 遴选 签发 涵盖 分别
"""
"""Verbs between which and a figure stands what is counted: 新增雪道18条."""

STOCKS = "存栏量 存栏 出栏量 出栏 产销量 产量 销量 保有量 稳定在 保持在 提高到 提升到 扩大到 总规模 规模 合计 累计 全年"
"""Words between what is counted and its figure that say how it is counted: 肉牛存栏稳定在700万头."""

PLURALS_WITHOUT_S = "people children women men staff personnel aircraft cattle sheep fish police feet teeth data media"
