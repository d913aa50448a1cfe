"""Which words ask for patents, and which are questions on the law, on a service or on how to do it."""

import pytest
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from assistant.llm.patent_wishes import planned

HELD = ("NASA", "Toyota Motor Corp", "中科样例公司", "Sample Drones Ltd")

SEARCHES = """
宁德时代近三年的固态电池专利
查中科样例公司2020年到2023年在美国申请的激光雷达专利
H01M10/0562 分类下近五年的专利
有没有关于无人机避障的专利
近两年华为和中兴的5G专利
帮我查一下石墨烯散热膜的专利
查专利
检索 激光雷达 专利
固态电池有哪些专利
华为在5G方面有哪些专利
中科样例公司有多少专利
样例大学的石墨烯专利
发明人李明的激光雷达专利
2015年以来关于隔热罩的专利
有没有关于高速公路收费系统的专利
我想看看比亚迪的刀片电池专利
关于车险理赔的专利有哪些
固态电池的专利
列出去年公开的无人机专利
在美国申请的激光雷达专利
丰田的燃料电池专利
patents on heat shields since 2015 by NASA
inventions by inventor Li Ming about lidar before 2019
find US patents about solid-state electrolyte filed by Toyota between 2018 and 2022
patents from last year on solar cells
show me patents on battery cooling
search for patents about autonomous driving assigned to Sample Motors Inc.
What patents does Toyota hold on hydrogen tanks?
Are there any patents on pizza ovens?
NASA heat shield patents since 2015
Toyota patents
any prior art on smart contact lenses?
patents on insurance telematics from 2015 to 2018
G06F16/2458 patents
Can you find patents about drones?
专利 防火
样例半导体公司近3年的芯片封装专利，只要美国的
丰田和本田的混合动力专利
H04W 近三年 华为
哪些专利是关于钠离子电池的？
专利检索：钙钛矿 太阳能电池，申请人协鑫，2021年起
有没有人申请过折叠屏铰链的专利？
What has Samsung patented about foldable screens since 2019?
which patents mention "heat pipe" between Jan 2010 and Dec 2012
I'm looking for patents by Contemporary Amperex on sodium-ion batteries in the last 5 years
tesla patents on battery packs
""".strip().splitlines()

LANDSCAPES = """
固态电池专利态势
做一份无人机避障的专利导航
激光雷达专利近五年的申请趋势
宁德时代的专利布局分析
按年统计NASA的专利
锂电池领域谁申请的专利最多
固态电池的主要申请人有哪些
中科样例公司专利地图
patent landscape of heat shields
landscape for drones since 2015
Trend of lidar patents in China since 2015
NASA patents by year
热防护罩专利每年多少件
固态电池专利的年度趋势
锂电池专利历年申请量
太阳能专利哪年最多
trend by year of heat shield patents
how many patents a year does NASA have on heat shields
In which year were most lithium battery patents published?
yearly patent counts for NASA
who files the most patents on lidar?
What are the top applicants for fuel cell patents?
Which companies patent solid-state batteries the most?
固态电池领域的专利布局情况怎么样
激光雷达近三年的专利，画个图
画一个激光雷达专利的图
draw a chart of lidar patents
show me lidar patents as a graph
""".strip().splitlines()

RECORDS = """
CN101551481B 是什么专利
what is US6858197
CN999999999A 有效吗
US 6,858,197 B1
请问 WO2015/123456 的申请人是谁
EP 1 000 000 A1
cn101551481b
专利号 6858197
Tell me about patent number 6,858,197
""".strip().splitlines()

NOT_PATENTS = """
专利权期限多久
发明专利的保护期限是几年？
怎么检索专利？
如何查询专利的法律状态
专利检索服务怎么预约
预约专利检索咨询
帮我约下周三下午的专利质押融资咨询
专利导航是什么
专利导航项目有什么补贴
我想预约专利导航服务
专利申请需要什么材料
专利年费怎么交
有哪些专利类型
专利质押融资的条件
企业海外专利布局需要注意什么
我想申请专利
帮我找个代理写专利
实用新型专利和发明专利的区别
专利侵权赔偿多少
高新技术企业认定要有多少专利？
职工离职后作出的发明归谁
2021年6月1日以后申请的外观设计专利保护几年
专利无效宣告流程
你好
我的预约
how do I search for prior art?
How long does a patent last?
What is a patent landscape?
Can I patent software?
what can be patented
book a patent search consultation next Wednesday
What does patent insurance cost?
Are patents on software allowed in China?
Do patents for designs need examination?
I want to apply for a patent
How much is the annual fee for patents in China?
Which documents do I need for a patent application?
Who owns inventions made by employees?
what subsidies are there for patents
my bookings
华为专利侵权案是怎么判的
公司专利价值评估找谁
2020年修改的专利法有哪些变化
去年我们公司的专利年费交了吗
中国专利局的地址
patent litigation in the US since 2020
patent insurance for Toyota suppliers
大学专利转让流程
2024年专利资助政策
专利优先审查要多久
北京的专利代理机构有哪些
美国专利申请需要翻译吗
专利年费每年多少钱
我们公司每年要交多少专利年费
How much does a patent cost per year?
How many patents may I file a year?
I want to borrow money against my patent and also register a trade mark in Germany
We would like to use our own patents in Germany
外观设计专利申请要画几张图
""".strip().splitlines()


def likes(text: str, limit: int = 5) -> list[str]:
    folded = text.casefold()
    return [name for name in HELD if name.split()[0].casefold() in folded][:limit]


def tool_for(text: str, before: list[BaseMessage] | None = None) -> str | None:
    found = planned(text, before or [], likes)
    return found[0] if found else None


@pytest.mark.parametrize("text", SEARCHES)
def test_a_search_is_a_search(text: str) -> None:
    assert tool_for(text) == "search_patents"


@pytest.mark.parametrize("text", LANDSCAPES)
def test_counts_are_asked_for(text: str) -> None:
    assert tool_for(text) == "patent_landscape"


@pytest.mark.parametrize("text", RECORDS)
def test_a_number_is_looked_up(text: str) -> None:
    assert tool_for(text) == "get_patent"


@pytest.mark.parametrize("text", NOT_PATENTS)
def test_guidance_and_bookings_stay_what_they_were(text: str) -> None:
    assert tool_for(text) is None


def after(tool: str = "search_patents") -> list[BaseMessage]:
    shown = '{"say": "…", "hits": [{"number": "US1"}, {"number": "US2"}]}'
    return [HumanMessage("patents on lidar"), ToolMessage(shown, tool_call_id="1", name=tool), AIMessage("…")]


@pytest.mark.parametrize(
    ("text", "tool"),
    [
        ("只看美国的", "search_patents"),
        ("only since 2020", "search_patents"),
        ("换成申请人样例科技", "search_patents"),
        ("2020年以后的呢", "search_patents"),
        ("去掉日期限制", "search_patents"),
        ("Drop the applicant", "search_patents"),
        ("下一页", "search_patents"),
        ("more", "search_patents"),
        ("what about Toyota?", "search_patents"),
        ("how about before 2016", "search_patents"),
        ("NASA patents by year", "patent_landscape"),
        ("看这些专利的态势", "patent_landscape"),
        ("Show the landscape of these patents", "patent_landscape"),
        ("第二个", "get_patent"),
        ("the first one", "get_patent"),
        ("专利年费怎么交", None),
        ("How long does a patent last?", None),
        ("谢谢你们，那商标呢？", None),
        ("帮我约下周三下午的专利质押融资咨询", None),
    ],
)
def test_words_that_lean_on_the_list_before(text: str, tool: str | None) -> None:
    assert tool_for(text, after()) == tool


def test_a_landscape_is_refined_as_a_landscape_and_listed_on_demand() -> None:
    assert tool_for("只看美国的", after("patent_landscape")) == "patent_landscape"
    assert tool_for("列出这些专利", after("patent_landscape")) == "search_patents"
    assert tool_for("List these patents", after("patent_landscape")) == "search_patents"
    assert tool_for("只看美国的") is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("第二件还有效吗？", "US2"), ("is the first one still in force?", "US1"), ("这个专利还有效吗", None),
        ("专利过期了还能用吗", None),
    ],
)  # fmt: skip
def test_whether_one_of_the_list_is_in_force_is_asked_of_its_record(text: str, number: str | None) -> None:
    found = planned(text, after(), likes)
    assert (found[1].get("number") if found else None) == number


@pytest.mark.parametrize(
    "text", ["这个专利还有效吗", "它失效了吗？", "is it still in force?", "Has this patent expired?"]
)
def test_whether_the_patent_shown_is_in_force_is_asked_of_its_record(text: str) -> None:
    shown = ToolMessage('{"say": "…", "found": true, "number": "US3"}', tool_call_id="1", name="get_patent")
    assert planned(text, [HumanMessage("US3"), shown, AIMessage("…")], likes) == ("get_patent", {"number": "US3"})
    assert planned(text, [], likes) is None
