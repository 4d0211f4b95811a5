"""How many persons there are: of nations and provinces, and of a calling at most. A row a fact; wide on purpose."""

from __future__ import annotations

NATIONS = """
china,中国 1411  india,印度 1380  america,美国 331  indonesia,印度尼西亚,印尼 273  pakistan,巴基斯坦 225
brazil,巴西 213  nigeria,尼日利亚 206  bangladesh,孟加拉国 165  russia,俄罗斯 146  mexico,墨西哥 128
japan,日本 126  ethiopia,埃塞俄比亚 115  philippines,菲律宾 110  egypt,埃及 102  vietnam,越南 97
turkey,土耳其 84  iran,伊朗 84  germany,德国 83  thailand,泰国 70  britain,英国 67  france,法国 67
italy,意大利 60  tanzania,坦桑尼亚 60  myanmar,缅甸 54  kenya,肯尼亚 54  colombia,哥伦比亚 51  spain,西班牙 47
uganda,乌干达 46  argentina,阿根廷 45  algeria,阿尔及利亚 44  ukraine,乌克兰 44  iraq,伊拉克 40
poland,波兰 38  canada,加拿大 38  morocco,摩洛哥 37  uzbekistan,乌兹别克斯坦 34  peru,秘鲁 33
malaysia,马来西亚 32  ghana,加纳 31  nepal,尼泊尔 29  australia,澳大利亚 26  chile,智利 19
kazakhstan,哈萨克斯坦 19  netherlands,荷兰 17  cambodia,柬埔寨 17  rwanda,卢旺达 13  belgium,比利时 12
greece,希腊 11  portugal,葡萄牙 10  sweden,瑞典 10  laos,老挝 7  singapore,新加坡 6  denmark,丹麦 6
finland,芬兰 6  norway,挪威 5  ireland,爱尔兰 5
"""
"""Names and millions of persons about 2020 (United Nations, World Population Prospects 2022), rounded."""

PROVINCES = """
11 21.9  12 13.9  13 74.6  14 34.9  15 24.0  21 42.6  22 24.1  23 31.9  31 24.9  32 84.7  33 64.6  34 61.0  35 41.5
36 45.2  37 101.5  41 99.4  42 57.8  43 66.4  44 126.0  45 50.1  46 10.1  50 32.1  51 83.7  52 38.6  53 47.2  54 3.6
61 39.5  62 25.0  63 5.9  64 7.2  65 25.9
"""
"""First two digits of the administrative code of a province of China and millions of persons (census of 2020)."""

LEAST_SHARE, MOST_SHARE = "0.5", "1.6"
"""Within what times the number above a population has been since 1990 and may be for some decades."""

CALLINGS = """
0.01 doctors physicians surgeons 医生 医师
0.02 nurses 护士
0.03 medics health_workers medical_workers medical_personnel medical_staff 医护人员 医务人员 医务工作者 医疗人员
0.04 teachers lecturers 教师 老师
0.03 graduates 毕业生
0.09 undergraduates university_students college_students 大学生
0.40 students pupils schoolchildren 学生 中小学生
0.02 researchers scientists engineers 科研人员 科技人员 研究人员 科学家 工程师 专家
0.01 foreigners foreign_experts 外国专家 外国人才 高层次人才 博士 院士
0.02 police policemen 民警 警察
0.05 soldiers servicemen servicewomen veterans 官兵 退役军人 士兵
0.08 officials civil_servants public_servants 公务员 干部
0.01 firefighters miners fishermen 矿工 渔民 消防员
0.01 survivors rescued casualties wounded 生还者 伤员 遇难者 归国人员 留学回国人员
0.15 disabled 残疾人
0.45 migrants migrant_workers 农民工
0.95 farmers peasants 农民
0.35 pensioners retirees 离退休人员 退休人员
"""
"""The largest part of a population that a calling has been, and its words in both languages."""
