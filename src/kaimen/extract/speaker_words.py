"""Words by which a speaker is recognised: titles, verbs of saying, and the common Chinese family names."""

from __future__ import annotations

TITLES = """
secretary director governor mayor minister premier president chairman chairwoman chair head commissioner chief
spokesperson
spokesman spokeswoman vice deputy executive administrator manager superintendent senator member dean principal
councillor chancellor treasurer comptroller speaker taoiseach mec ambassador
"""
SAYING = """
said says stated states pointed_out stressed emphasized emphasised introduced noted announced clarified added
explained declared
told disclosed revealed proposed promised pledged vowed called_for put_forward demanded requested held_a urged
outlined unveiled presented launched tabled committed approved
delivered reported confirmed believes indicated remarked required instructed
"""
NO_NAMES = """
The This That These It In On At As By For We Our He She They China Chinese National Provincial Party Committee People
Government State Central Conference Commission Province City Development Reform Office Department Bureau Ministry And
With From To
January February March April May June July August September October November December Monday Tuesday Wednesday
Thursday Friday
Saturday Sunday New Year Spring Festival University Group Company Co Ltd Bank Report Plan Make Editor All Both
Accelerate However
"""
"""Capitalised words that are in no person's name."""

CHINESE_TITLES = """
书记 副书记 主任 副主任 省长 副省长 市长 副市长 部长 副部长 厅长 副厅长 局长 副局长 总理 副总理 主席 副主席 董事长
会长 秘书长 发言人
区长 县长 州长 旗长 盟长 行政长官 校长 理事长 主委 总裁 指挥长 院长 司长 处长 行长 总经理 负责人 委员长
"""
CHINESE_SAYING = "指出 强调 表示 说 介绍 宣布 要求 提出 透露 认为 称 谈到 明确 报告 解读 坦言 告诉"
CHINESE_FAMILY_NAMES = """
王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石
廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹
申耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单裴霍成苗谷盛曲翁冉骆蓝路游靳管柴欧苟艾蒲卜信
"""
