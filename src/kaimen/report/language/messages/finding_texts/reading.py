"""What findings on announcements, documents and lists say."""

READING: dict[str, str] = {
    "contribution to growth has not been so large": "对增长的贡献率没有这么大",
    "share of a whole cannot be above 100 %": "占总体的比例不可能超过100%",
    "level above 100 % is seldom told of": "超过100%的水平很少见",
    "world": "世界",
    "0 to {n} {unit}": "0至{n}{unit}",
    'it is told to {move} "{x}"': "文中称其{move}“{x}”",
    "rise to": "升至",
    "fall to": "降至",
    '{told} comes to {n}, but "{c}" is told.': "{told}为{n}，文中却说“{c}”。",
    'From "{a}" to "{b}"': "由“{a}”至“{b}”",
    'As a share of the output of {place}, "{a}"': "“{a}”占{place}生产总值",
    "divided": "除以",
    "multiplied": "乘以",
    "person": "人",
    '"{a}" for "{b}" {name} is {n} {unit} for each.': "“{b}”{name}共“{a}”，平均每个{n}{unit}。",
    '"{a}" beside "{b}" comes to {n}, but "{c}" is told.': "“{a}”与“{b}”相比为{n}，文中却说“{c}”。",
    "{n} to {m} {unit} for each": "平均每个{n}至{m}{unit}",
    "China": "中国",
    "{told}: a share of a whole cannot be above 100 %.": "{told}：占总体的比例不可能超过100%。",
    "{told}: no amount is written with a leading zero.": "{told}：数量前面不会写零。",
    "{told}: there is not so much of it.": "{told}：没有这么多。",
    "{told}: {name} of a nation has not been such a share of output.": "{told}：全国{name}占产出的比例历来不在此范围。",
    "From {a} to {b} comes to {x} %, but {told} is told.": "由{a}到{b}为{x}%，文中却说{told}。",
    "As a share of the output of {year}, {a} comes to {x} %, but {told} is told.": (
        "{a}占{year}年国内生产总值的{x}%，文中却说{told}。"
    ),
    "{a} of {b} comes to {x} %, but {told} is told.": "{a}占{b}的{x}%，文中却说{told}。",
    "it is told to rise to {x}": "文中称其上升到{x}",
    "it is told to fall to {x}": "文中称其下降到{x}",
    "it is told to be up from {x}": "文中称其高于原来的{x}",
    "it is told to be down from {x}": "文中称其低于原来的{x}",
    "it stands in a row with {x}": "它与{x}并列",
    "it stands in one sentence with {x}": "它与{x}同在一句",
    "{told}: {figure} is outside what {name} of a {level} has been.": "{told}：{figure}超出{level}{name}历来的范围。",
    "{told}: a change of {name} of {rate} % is outside what a {level} has seen {span}.": (
        "{told}：{name}变动{rate}%，超出{level}{span}见过的范围。"
    ),
    "in one year": "一年内",
    "in one year since {n}": "{n}年以来一年内",
    "over {n} years since {m}": "{m}年以来{n}年间",
    "in {n} years": "{n}年内",
    "nation": "全国",
    "province": "省级",
    "city": "市级",
    "foreign nation": "别国",
    "an indicator not named": "未指明的指标",
    "Look it up in another source; the text is unchanged.": "请查其他来源核对；原文未改动。",
    "The text is unchanged.": "原文未改动。",
    "With the decimal point restored it would be {x} %.": "补回小数点后为{x}%。",
    "With the decimal point restored it would be {x}.": "补回小数点后为{x}。",
    "With another scale it would be {x}.": "换一个数量级则为{x}。",
    "In {unit} it would be inside.": "若以{unit}计则在范围之内。",
    "It would be inside {way} by {n}: {x}.": "{way}{n}则在范围之内：{x}。",
    "{told} is of another size than what stands beside it: {why}.": "{told}与相邻数字大小悬殊：{why}。",
    "the other rates of the sentence are at most {x} %": "同句其他增幅最高为{x}%",
    "it moves between {a} and {b}": "在{a}与{b}之间变动",
    "it is told as a change of {x}": "文中称其为{x}的变动",
    "it is told as a part of {x}": "文中称其为{x}的一部分",
    "the other amounts of the sentence are {a} to {b}": "同句其他数量为{a}至{b}",
    "half of the amounts of the text are {x} and less": "全文半数金额不高于{x}",
    "half of the amounts of the text are {x} and more": "全文半数金额不低于{x}",
    "it moves to {x}": "之后变为{x}",
    "it is told as the lower end of a range up to {x}": "文中作为范围的下限，而上限为{x}",
    "With the decimal point restored it would move by way of {x} %.": "补回小数点后为{x}%。",
    "{a} and {b} are the ends of one move in two currencies.": "{a}与{b}是同一变动的两端，币种却不同。",
    "{a} and {b} are {x} and {y} of output, which cannot both be.": "{a}与{b}分别占产出的{x}和{y}，二者不能同时成立。",
    "{a} is told as a change or a part of {b}, in another currency.": "文中称{a}是{b}的变动或一部分，币种却不同。",
    "Check which currency it is; the text is unchanged.": "请核对币种；原文未改动。",
    "{told}: a contribution to growth has not been so large.": "{told}：对增长的贡献率没有这么大。",
    "{told}: a change of so many percentage points is seldom told of.": "{told}：变动这么多个百分点很少见。",
    "{told}: a level above 100 % is seldom told of.": "{told}：超过100%的水平很少见。",
    '"{a}" is far from "{b}", which {c} tells of it.': "“{a}”与{c}就此所述的“{b}”相去甚远。",
    'The parts of "{a}" come to {x}.': "“{a}”的各部分合计为{x}。",
    "One of them may be wrong, or they overlap; look them up. The text is unchanged.": (
        "其中某个数字可能有误，或各部分有重叠；请核对。原文未改动。"
    ),
    '"{a}" comes to {x}, not to 100.': "“{a}”合计为{x}，不是100。",
    "One of them may be wrong; look them up. The text is unchanged.": "其中某个数字可能有误；请核对。原文未改动。",
    '"{x}" is told beside "{a}" and "{b}" of other years.': "“{x}”与其他年份的“{a}”“{b}”并列。",
    "It may be {x}; look it up. The text is unchanged.": "可能应为{x}；请核对。原文未改动。",
    "Earlier it was told in {unit}.": "早先以{unit}计。",
    '"{told}": no award to one applicant has been so large.': "“{told}”：对单个申请者的奖补历来没有这么大。",
    '"{told}": an industry or region as a whole has not been so small.': "“{told}”：一个产业或地区的总量不会这么小。",
    '"{told}": the people of that nation are not so many or so few.': "“{told}”：该国人口没有这么多，也没有这么少。",
    '"{told}": there have not been so many of them.': "“{told}”：这类人员历来没有这么多。",
    "those beside it in the list are {n} to {m} {unit}": "并列的其他数量为{n}至{m}{unit}",
    "at least {n} {unit}": "至少{n}{unit}",
    "less than {n} {unit}": "少于{n}{unit}",
    "at most {n}": "最多{n}",
    "{told} is {figure} for each {unit}.": "{told}，即每{unit}{figure}。",
    "{a} beside {b} comes to {x} %, but {told} is told.": "{a}与{b}相比为{x}%，文中却说{told}。",
    "One of the figures may have lost or gained digits; look them up.": "其中某个数字可能少了或多了数位；请核对。",
    "{a} is told as a part of {b}, but is larger.": "文中称{a}是{b}的一部分，却比它大。",
    "{a} is told as the increase of {b}, but is larger.": "文中称{a}是{b}的增量，却比它大。",
    "One of the two is wrong, or they are no part and whole; look them up.": "二者必有一误，或并非部分与总体；请核对。",
    "{told}: {unit} where nothing foreign is told of.": "{told}：未提到境外事项，却以{unit}计。",
    "Check whether it is {x}; the text is unchanged.": "请核对是否应为{x}；原文未改动。",
    "{x} are told of, but {n} are listed.": "文中说{x}，却列出{n}项。",
    "Count them; one may have been left out or counted twice.": "请逐项清点；可能漏列或重复。",
    "{a} does not lie in {b}.": "{a}不在{b}。",
    "Line {n} of {file} cannot be read: {why}.": "{file}第{n}行无法读取：{why}。",
    "Write: {form}": "写法：{form}",
    "{x} is no folder that holds tables of words.": "{x}不是存放词表的文件夹。",
    "{x} is no table of words that is known.": "{x}不是已知的词表。",
    "Write {x} into it.": "请在其中写{x}。",
    "Name it {a} or {b}.": "请命名为{a}或{b}。",
    '"{a}" was read as {b} {c}: its comma as a decimal one.': "“{a}”读作{b} {c}：其逗号按小数点处理。",
    "If the text writes decimals so throughout, a comma or point before three digits may mean the other.": (
        "如果全文都用逗号表示小数点，三位数字之前的逗号或点的含义可能相反。"
    ),
    'Check {n} figures, the first of which is "{a}".': "请核对{n}个数字，其中第一个是“{a}”。",
    "one way to write decimals": "一种小数写法",
    "{a} may be {b}; it was read as the first.": "{a}可能是{b}；已按第一个读取。",
    "Name the province beside it, or say which is meant: in the review, or as a line of meant.txt in your words.": (
        "请在旁边写明所属省份；或在审核时说明所指，或在词表meant.txt中写一行。"
    ),
    "No region called {x} has the code {code}.": "没有名为{x}、代码为{code}的地区。",
    "Correct the code, or add the region to the table of regions.": "请更正代码，或在地区表中添加该地区。",
    "No region of this name is asked for.": "没有就此地名提出询问。",
    "Look at the text again.": "请再查看原文。",
    "None of the regions of this name has this code.": "该名称的地区都没有此代码。",
    "There is no table of words {x}.": "没有词表{x}。",
    "Save it as text, CSV or XLSX.": "请存为文本、CSV 或 XLSX。",
    "Name it as one of them.": "请按其中之一命名。",
    "code of six digits": "六位代码",
    "It has no figure, so nothing can be held against it.": "没有数字，无从约束。",
    "It is a change against another year, not an amount of its own.": "这是与其他年份相比的变动，不是独立的数额。",
    "It is a rate of change of an indicator: it is observed, not made up of projects.": (
        "这是指标的变动率：由观测得出，不由项目构成。"
    ),
    "It is a comparison of an indicator: it is observed, not made up of projects.": (
        "这是指标的比较：由观测得出，不由项目构成。"
    ),
    "It is a level of an indicator or a share of something else than projects.": "这是指标水平，或项目以外事物的占比。",
    "It is an amount of an indicator: it is observed, not what projects cost.": (
        "这是指标数额：由观测得出，不是项目投资。"
    ),
    "It is not land that projects may use: a plan has no row for it.": "这不是可供项目使用的土地，方案中没有对应项。",
    "It is not energy that projects may use: a plan has no row for it.": "这不是可供项目使用的能源，方案中没有对应项。",
    "It is not coal that projects may use: a plan has no row for it.": "这不是可供项目使用的煤炭，方案中没有对应项。",
    "It is work of the authority itself, which no project list has; its day can be watched.": (
        "这是机关自身的工作，项目库中没有；可按期限跟踪。"
    ),
    "It is what a recipient is given on conditions: that is a rule of a policy, not of a plan.": (
        "这是按条件给予对象的：属于政策规则，不是方案规则。"
    ),
    "It says how large one project is, not what all of them come to.": "这说的是单个项目的规模，不是合计。",
    "The sentence does not say that projects cost it or that a fund holds it; if so, write the rule yourself.": (
        "原句未说明这是项目投资还是资金规模；如属其一，请自行编写规则。"
    ),
    "It counts {unit}, of which a project list has none; it can be observed.": (
        "所计为{unit}，项目清单中没有；可以观测。"
    ),
    "something": "其他事物",
    "It says no period either, so a test is yours to write.": "也未写明时期，测试须自行编写。",
    "It says no region either, so a test is yours to write.": "也未写明地区，测试须自行编写。",
    "Check the place names.": "请核对地名。",
    "{a} for {b} is {n} for each.": "{b}共{a}，平均每个{n}。",
    "{told} is told in the future tense, but its period ended on {day}.": "{told}用将来时叙述，但其时期已于{day}结束。",
    "It was read as {mode}; check the period and the tense.": "已按“{mode}”读取；请核对时期和时态。",
    "{told} is {other} in {file}, line {n}.": "{told}在{file}第{n}行为{other}。",
    "See which of the two texts is right; both are unchanged.": "请核对两份文本哪份正确；二者均未改动。",
    "Only the language model takes this passage for a pledge.": "只有语言模型认为这一段是承诺。",
    "Read the sentence and confirm or reject it.": "请阅读该句，再确认或否决。",
    "The language model's answer, or a part of it, is not used: {why}.": "语言模型的回答全部或部分未采用：{why}。",
    "Nothing else is lost: the reading without it stands.": "其余不受影响：不用它的读取结果仍然有效。",
    "Line {n} of the catalogue of indicators cannot be read: {why}.": "指标目录第{n}行无法读取：{why}。",
    "Write: name | Chinese name | unit | words | change: nation, province, city | size: the same.": (
        "写法：名称 | 中文名 | 单位 | 用词 | 变动：全国、省、市 | 规模：同前。"
    ),
    "The document does not say when it was published, so this year, last year and the like stay open.": (
        "文件未写明发布日期，因此“今年”“去年”等说法无法确定。"
    ),
    "Give the day, for instance --date 2024-02-19.": "请给出日期，例如 --date 2024-02-19。",
    "an amount": "数量",
    "a date": "日期",
    "a period to come": "将来的时期",
    "at most {x}": "最多{x}",
    "{n} CNY for each": "每个{n}元",
    "{n} to {m}": "{n}至{m}",
    "{n} to {m} persons": "{n}至{m}人",
    "{n} yuan and more": "不低于{n}元",
}

DOCUMENTS: dict[str, str] = {
    "The file holds no text.": "文件里没有文字。",
    "The file is empty.": "文件是空的。",
    "Choose another file.": "请另选文件。",
    "Save the document as plain text in UTF-8, as .docx, as a PDF with text, or as a web page.": (
        "请把文件存为 UTF-8 纯文本、.docx、带文字的 PDF 或网页。"
    ),
    "The document has tracked changes that nobody has accepted or refused; it was read as if all were accepted.": (
        "文档中有尚未接受或拒绝的修订；已按全部接受读取。"
    ),
    "The text has marks that are not seen and make figures look otherwise than they are read.": (
        "文本含有不可见字符，使数字的显示与读取不同。"
    ),
    "Pages that are only pictures are not read: {pages}.": "只有图片的页未读取：第{pages}页。",
    "The PDF does not say of some letters which they are: page {pages}.": "PDF 未说明部分字符是什么字：第{pages}页。",
    "The web page only shows other pages in frames.": "该网页只用框架显示其他网页。",
    "Letters that are crossed out are not read.": "划去的文字未读取。",
    "See what it says in the document itself.": "请查看文档中该处的内容。",
    "Compare the figures near it with the original.": "请将附近的数字与原件核对。",
    "UTF-8 and GB18030, line by line": "逐行分别按 UTF-8 和 GB18030",
    "Decide on them in the document, or see that it is the final one.": "请在文档中处理这些修订，或确认其为定稿。",
    "a text without tracked changes": "没有修订的文本",
    "The text cannot be read as {encoding}.": "文字不能按{encoding}读取。",
    "The text is not UTF-8 and was read as {encoding}.": "文字不是 UTF-8，已按{encoding}读取。",
    "The text was read in a wrong encoding and saved so, and its letters are lost.": (
        "文字曾按错误的编码读取并存盘，已成乱码。"
    ),
    "Take the text from where it was right.": "请从正确的原件重新取得文字。",
    "Save the text in UTF-8.": "请把文字存为 UTF-8。",
    "See that names are read rightly; save the file in UTF-8 to be sure.": (
        "请核对名称读得是否正确；存为 UTF-8 最稳妥。"
    ),
    "Another text named {name} has been reviewed in this workspace.": "本工作区已审核过名为{name}的另一文本。",
    "Give the new file another name; passages of the old one stay as they are.": (
        "请给新文件另取名称；旧文件的引文保持不变。"
    ),
    "Nothing says why to {action} {name}.": "没有写明对{name}执行“{action}”的理由。",
    "Say why, with --why.": "请写明理由（--why）。",
    "Correct the id.": "请改正编号。",
    "a text": "文字",
    "a text, .docx, PDF or web page": "文本、.docx、PDF 或网页",
    "a reason": "理由",
}

LISTS: dict[str, str] = {
    "{what}; the row is left out": "{what}；该行不予采用",
    "Rename the columns.": "请给各列改名。",
    "Write a mapping that says which column is which (kaimen library map proposes one), or rename the columns.": (
        "请编写列对照表，写明各列含义（可用 kaimen library map 生成草稿），或给各列改名。"
    ),
    "headings such as project name, region, cost": "表头，例如项目名称、所在地、投资额",
    "The file takes too long to be read.": "文件读取时间过长。",
    "Unpacked, the workbook would come to {n} bytes; at most {m} are opened.": (
        "工作簿解压后为{n}字节；最多打开{m}字节。"
    ),
    "a unit of {dimension}, such as {unit}": "{dimension}单位，例如{unit}",
    "Add the key.": "请补上该键。",
    "Take it out, or move it to the table it belongs to.": "请删去，或移到所属的表中。",
    "Take it out, or correct its spelling; the reference lists all.": "请删去，或改正拼写；参考手册列有全部。",
    "The key {key} is not a key of a mapping.": "键{key}不是列对照表的键。",
    "The key {key} cannot be used: {why}.": "键{key}不能用：{why}。",
    "The key {key} is missing.": "缺少键{key}。",
    "Input should be a valid string": "应为文字",
    "Input should be a valid boolean": "应为 true 或 false",
    "Input should be a valid dictionary": "应为表",
    "Input should be a valid dictionary or instance of {name}": "应为表",
    "Input should be a valid tuple": "应为列表",
    "Input should be a valid list": "应为列表",
    "Input should be a valid integer": "应为整数",
    "Input should be {words}": "应为{words}",
    "String should have at least {n} character": "至少{n}个字符",
    "String should have at most {n} characters": "最多{n}个字符",
    "Value error, {why}": "{why}",
    "give either `column` or `columns`": "请写 `column` 或 `columns` 之一",
    "`profile` goes with `column`, not with `columns`": "`profile` 只与 `column` 同用，不与 `columns` 同用",
    "the shares of `profile` add up to {n} %, not to 100 %": "`profile` 各占比合计{n}%，不是100%",
    "`running` goes with `column`: the amount is taken in every period from the start on": (
        "`running` 与 `column` 同用：自开工起逐期占用该数量"
    ),
    "it has no table": "没有对应的表",
    'the name "{name}" already means something else; choose another': "名称“{name}”已另有所指，请另选",
    '`values` speaks of "{name}", which is no field of the mapping': "`values` 提到的“{name}”不是对照表的字段",
    'the unit "{name}" is not known': "单位“{name}”无法识别",
    'the unit "{name}" is not one of money': "单位“{name}”不是货币单位",
    'a share is written such as "30 %"': '占比请写成 "30 %" 这样',
    '"{text}" is not a number': "“{text}”不是数字",
    "a document lies in the folder of the pledge file; give its name alone": (
        "文件须与承诺文件同在一个文件夹；只写文件名"
    ),
    "No such file or directory": "没有这个文件或文件夹",
    "Permission denied": "没有权限",
    "Is a directory": "它是文件夹",
    "No space left on device": "磁盘空间不足",
    "Connection refused": "连接被拒绝",
    "Address already in use": "地址已被占用",
    "File is not a zip file": "不是压缩包",
    "Truncated file header": "文件头不完整",
    "Invalid value": "取值无效",
    "Invalid statement": "语句无效",
    "Unterminated string": "字符串没有结束引号",
    'The {about} of project "{name}" {what}.': "项目“{name}”的{about}{what}。",
    'The {about} of project "{name}" {what}; the row is left out.': "项目“{name}”的{about}{what}；该行不予采用。",
    'The {about} of project "{name}" {what}; it is left out.': "项目“{name}”的{about}{what}；不予采用。",
    "The {about} of row {n} {what}.": "第{n}行的{about}{what}。",
    "The {about} of row {n} {what}; the row is left out.": "第{n}行的{about}{what}；该行不予采用。",
    '{measure} of project "{name}" {what}; it is left out.': "项目“{name}”的{measure}{what}；不予采用。",
    'condition "{name}"': "条件“{name}”",
    "cost": "投资",
    "a number in {unit}": "以{unit}为单位的数字",
    "a blank": "空白",
    "project {name}": "项目{name}",
    "row {n}": "第{n}行",
    "id": "编号",
    "title": "名称",
    "region": "地区",
    "is missing": "缺少内容",
    "is not a number": "不是数字",
    "is negative": "为负数",
    "is no count": "不是个数",
    "is no day": "不是日期",
    "is nothing at all": "全为零",
    "is neither yes, no nor a date": "既不是“是”或“否”，也不是日期",
    "is not one of the words": "不在规定用词之列",
    "is out of range": "超出范围",
    "is not a share of 0 to 100 %": "不是0到100%的占比",
    "is too large to be counted exactly": "过大，无法精确计算",
    "include one that is unknown": "有一项无法识别",
    "has a unit of the wrong kind or one that is not known": "单位种类不对或无法识别",
    "Write a number such as 1,200.5; leave the cell blank if it is not known.": (
        "请写数字，例如1,200.5；不清楚就把单元格留空。"
    ),
    "Write the number in {unit}, or with a unit that can be turned into it.": (
        "请以{unit}写数字，或写可以换算成它的单位。"
    ),
    "Correct the cell; until then the condition does not hold.": "请改正单元格；在此之前该条件视为不具备。",
    "The row is empty.": "这一行是空的。",
    "Delete it if nothing is lost.": "如无遗漏，请删除。",
    "The list has no rows below its header.": "清单表头下面没有内容。",
    "Add projects.": "请加入项目。",
    "The list has no column {name}.": "清单没有{name}这一列。",
    "{n} columns of the list are not used.": "清单有{n}列没有用到。",
    "A column of the list is not used.": "清单有一列没有用到。",
    "The row {name} looks like a total of others; it is read as a project.": (
        "{name}一行像是其他各行的合计；已按项目读取。"
    ),
    "Take it out of the list, or leave it out with `skip_where` in the mapping.": (
        "请从清单中删去，或在对照表中用 `skip_where` 略过。"
    ),
    "a project": "项目",
    "Only the sheet {name} is read; others have its columns too.": "只读取了工作表{name}；其他工作表也有这些列。",
    "Put their rows into one sheet, or read each: `sheet` in the mapping says which.": (
        "请把各表的行并入一张工作表，或分别读取：对照表中的 `sheet` 写明是哪一张。"
    ),
    "one sheet": "一张工作表",
    "Cells are merged over several rows; only the first of these rows has what stands in them.": (
        "单元格跨行合并；只有第一行读到其内容。"
    ),
    "Undo the merging and fill in every row.": "请取消合并，并逐行填写。",
    "a cell for each row": "每行一个单元格",
    "merged cells": "合并的单元格",
    "Map those that rules or the benefit need.": "规则或效益需要的列，请在对照表中写明。",
    "Two columns are headed {name}; the first is read.": "有两列的表头都是{name}；采用第一列。",
    "Give one of them another heading.": "请改其中一列的表头。",
    "Correct the heading in the mapping, or in the list.": "请改正对照表或清单中的表头。",
    "Put cells that hold the delimiter into quotation marks, or give the column a heading.": (
        "含分隔符的单元格请加引号，或给该列加上表头。"
    ),
    "In {subject} a cell stands beyond the last heading, so that others may be shifted; the row is left out.": (
        "{subject}有单元格超出最后一个表头，其他单元格可能错位；该行不予采用。"
    ),
    "Fill it in (0 if there is none), or set `missing = {zero}` in the mapping.": (
        "请填写（没有则填0），或在对照表中写 `missing = {zero}`。"
    ),
    "Fill it in.": "请填写。",
    "Give the project an id; leave rows that are no projects out with `skip_where`.": (
        "请给项目编号；不是项目的行用 `skip_where` 排除。"
    ),
    "Correct the sign; a column of amounts freed is mapped with `frees = true` and holds positive numbers.": (
        "请改正正负号；腾出的数量在对照表中写 `frees = true`，数字为正。"
    ),
    "Correct the sign.": "请改正正负号。",
    "See that this is meant: a project without cost takes no fund's money.": (
        "请确认无误：没有投资的项目不占用任何资金。"
    ),
    "Say in [values.ownership] of the mapping what the word means.": (
        "请在对照表的 [values.ownership] 中写明该词的含义。"
    ),
    "The mapping cannot be used: {why}.": "列对照表不能用：{why}。",
    "The mapping is not valid TOML.": "列对照表不是有效的 TOML。",
    "Correct the line; texts stand in quotation marks, tables in [brackets].": (
        "请改正该行；文字加引号，表名加[方括号]。"
    ),
    "Number them without a gap.": "请连续编号。",
    "Name the column of the project's id `id`, or write a mapping.": "请把项目编号列命名为 `id`，或编写列对照表。",
    "Name the column of the project's id `id`.": "请把项目编号列命名为 `id`。",
    "The cost columns do not count from 1 upwards: {found} stands where {expected} should.": (
        "投资各列不是从1依次编号：应为{expected}处写着{found}。"
    ),
    "The cost columns have different units: {name}.": "投资各列单位不同：{name}。",
    "The heading {name} has no unit that is known as one of money.": "表头{name}没有可识别的货币单位。",
    "The heading {name} has no unit that is known.": "表头{name}没有可识别的单位。",
    "Use one unit, or write a mapping.": "请统一单位，或编写列对照表。",
    "Write the unit in brackets behind the name: {example}.": "请在名称后用括号写明单位：{example}。",
    "Save the list as XLSX, or as CSV in UTF-8.": "请把清单存为 XLSX，或 UTF-8 的 CSV。",
    "Save the file as CSV in UTF-8, or as XLSX.": "请把文件存为 UTF-8 的 CSV，或 XLSX。",
    "The quotation marks in this row do not pair; the row is left out.": "这一行的引号不成对；该行不予采用。",
    "Write a quotation mark inside a quoted cell twice: {x}.": "引号之内的引号请写两次：{x}。",
    "None of the first {n} rows has a column that is looked for.": "前{n}行都没有所要的列。",
    "The workbook has no sheet {name}.": "工作簿没有名为{name}的工作表。",
    "Correct `sheet` in the mapping, or rename the sheet.": "请改正对照表中的 `sheet`，或给工作表改名。",
    "Project {name} was changed by somebody else after this workbook went out; the row is not taken in.": (
        "本工作簿发出后，其他人修改过项目{name}；该行不予采用。"
    ),
    "The row of project {name} went out under another id, or its version was changed; it is left out.": (
        "项目{name}这一行发出时编号不同，或版本被改动；该行不予采用。"
    ),
    "Look at both, and correct the newer one.": "请对照两者，改正较新的一份。",
    "Put the id and the version back as they went out; a new project has no version.": (
        "请把编号和版本改回发出时的样子；新项目没有版本。"
    ),
    "The row has no project id and is left out.": "这一行没有项目编号，不予采用。",
    "Give it one.": "请补上。",
    "The unit {unit} is not known or not of {dimension}; the column is not read.": (
        "单位{unit}无法识别，或不属于{dimension}；该列不予读取。"
    ),
    "Write a day such as {day}.": "请写日期，例如{day}。",
    "Write a period such as 2024-04 or 2024Q1 in the column `period`, or give --period.": (
        "请在 `period` 列写时期，例如2024-04或2024Q1，或用 --period 给出。"
    ),
    "The day of the report cannot be read; left out.": "报告日期无法读取，不予采用。",
    "The row names no period and is left out.": "这一行没有写时期，不予采用。",
    "Write per cent of the works, such as 45 or 45 %.": "请写工程完成的百分比，例如45或45%。",
    "See its unit.": "请核对单位。",
    "The unit {name} is not known.": "单位{name}无法识别。",
    "The sign {sign} and the unit {name} do not go together.": "符号{sign}与单位{name}不相配。",
    "Use a unit listed in the reference.": "请用参考手册所列的单位。",
    "Write one of them.": "请写其中之一。",
    "The amount has no unit.": "数量没有单位。",
    "This is not an amount.": "这不是数量。",
    "Write a number and a unit, such as {a} or {b}.": "请写数字和单位，例如{a}或{b}。",
    "a unit": "单位",
    "a unit of money": "货币单位",
    "a unit of {dimension}": "{dimension}单位",
    "an id": "编号",
    "one column": "一列",
    "cells": "单元格",
    "{n} cells": "{n}个单元格",
    "a list with a header": "带表头的清单",
    "a whole number": "整数",
    "a number": "数字",
    "a day": "日期",
    "a period": "时期",
    "0 or more": "不小于0",
    "0 to 100": "0到100",
    "0 to 100 %": "0到100%",
    "0 % to 100 %": "0%到100%",
    "yes, no, a date such as 2024-07-15 or a period such as 2024Q3": "是、否、日期（如2024-07-15）或时期（如2024Q3）",
    "CSV or XLSX": "CSV 或 XLSX",
}
