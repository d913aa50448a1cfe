"""What a search asks with and is not about: question phrases, connecting words, the word patent itself."""

import re

PERIOD, OFFICE, CLASS, NAME, COUNTED = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
MASKED = "\ue000-\ue0ff"  # inside brackets of a pattern: whatever has been understood already

_LEAD = re.compile(
    rf"^(?:[\s，,。.;；:：、？?！!“”\"'{MASKED}]+|"
    r"请问?|麻烦你?们?|劳驾|你好|您好|那么?(?=[^么])|帮忙?(?:我|我们)?|给(?:我|我们)|替我|我们?(?=想|要|需要)|想要?|需要|要(?=查|找|看|检)|可以(?=查|帮|给)|能不?能|"
    r"(?:查(?![重验毒封])|检索(?!装置|系统|方法|引擎)|搜(?!索引擎|救|索装置|索系统|索方法|索算法|索空间|索树)索?|找(?![平正准])|看(?![台护门板守]))(?:一下|下|一查|一找|一看|查|找|看|搜|询|出)?|"
    r"一下|列出|列一下|给出|展示|显示(?=所有|全部|一下|出)|了解一?下?|统计一下|分析一下|做一?[个份下]|"
    r"有(?:没有)?人(?:已经?)?(?:申请|做)过?|有没有|有无|是否有|存不存在|(?:都)?有(?=哪些|什么|多少|几)|哪些|什么|多少[件个项]?|几[件个项]|所有的?|全部的?|一些|几[件个]|"
    r"关于|有关(?!于)|涉及|围绕|针对|属于|就(?=是)|在(?![线轨位体役])|对(?![讲接流比位称准焦齐])|其中|这些|里面|只看|只要|仅看|仅限|换成|改成|改为|限定?为|限于|"
    r"专利(?:文献|技术|申请|数据库?|库)?(?:里|中)?(?!号)|分类号?(?:为|是)?|类(?:目)?下|"
    r"名下|拥有|持有|(?:申请|公开|授权|公布)过?的?(?=$|的|[^\w])|最新的|最近的?|近期的?|相关的?(?!性)|方面|领域|的(?!士)|(?:最)?新的|都(?=申请|有|$)|申请了(?=哪些|什么|多少|$)|"
    r"主题(?:是|为|换成|改成|：)?)"
)
_TAIL = re.compile(
    rf"(?:[\s，,。.;；:：、？?！!“”\"'{MASKED}]+|"
    r"(?:发明|实用新型|外观设计)?专利(?:文献|技术|申请|信息|数据|情况|清单|列表|布局|态势|导航|地图)?|发明创造|发明(?=$)|"
    r"情况|怎么样|吗|呢|吧|呀|啊|么|有哪些|都有哪些|有什么|有多少[件个项]?|有几[件个项]|多少[件个项]?|有没有|哪些|"
    r"相关的?|有关的?|方面的?|领域的?|行业的?|的|申请了?|公开|授权|布局|谢谢|一下|如何$)$"
)
_LEAD_EN = re.compile(
    rf"^(?:[\s,.;:?!\"'“”{MASKED}-]+|(?:please|kindly|hi|hello|can you|could you|would you|i(?:'d| would) like to|"
    rf"i want to|i need to|i need|i want|let me|(?:how|what) about|i(?:'m| am) (?:looking|searching|interested)|"
    rf"looking|overview|"
    rf"mention(?:ing|s)?|containing|help me(?: to)?|"
    r"find|search(?: for)?|show|list|give|get|tell|look(?: up| for| into)?|display|see|fetch|browse|check|"
    r"analy[sz]e|compare|see|"
    r"me|us(?=\b)|all|any|some|the|a|an|of|on|about|for|in|to|from|by|with|is|are|there|do(?:es)? (?:you|we) have|"
    r"have you got|what|which|how many|where|who|"
    r"latest|recent|newest|new|granted|issued|published|filed|registered|existing|known|only|just|now|those|these|ones?|and|or|that|"
    r"patents?|patented|inventions?|applications?|publications?|filings?|prior art|documents?|records?|families|"
    r"related|relating|regarding|concerning|covering|dealing|describing|pertaining|directed|topic|subject|ipc|cpc|class(?:es|ification|ified)?|under|"
    r"assigned|owned|held|hold|holds|own|owns|have|has|been|were|was|instead|(?:make|change|switch) it(?: to)?|"
    r"change to|switch(?: it)? to|use)(?![\w'-]))",
    re.IGNORECASE,
)
_TAIL_EN = re.compile(
    rf"(?:[\s,.;:?!\"'“”{MASKED}-]+|(?<![\w-])(?:patents?|patent applications?|inventions?|applications?|"
    rf"publications?|filings?|filed|granted|published|issued|"
    r"please|thanks?(?: you)?|by|on|about|for|in|of|from|and|or|at|with|to|the|a|an|are there|is there|exist|there|"
    r"do(?:es)?|have|has|hold|own|"
    r"class(?:es|ification)?|ipc|cpc|under|assigned|owned|that|which|were|was|are|is|instead|ones?|only))$",
    re.IGNORECASE,
)
_INNER = re.compile(
    rf"[{MASKED}]+|[，,。；;？?！!“”\"]|(?:关于|有关(?!于)|涉及)(?=.)|的?(?:相关)?(?:发明|实用新型|外观设计)?专利(?:申请|文献)?(?:有哪些|有多少[件个项]?|中|里|$)|"
    r"(?:方面|领域|行业)(?:的|有)?|(?<![\w-])(?:patents?|patent applications?)(?![\w-])\s*(?:on|about|for|related "
    r"to|relating to|regarding|concerning)?",
    re.IGNORECASE,
)

_JOINT = re.compile(
    rf"(?<=[{MASKED}])(?:和|与|及|跟|所|等|公司|企业|中|里|"
    rf"的)+"
)  # what joins a name or a date to the rest
_EMPTY = re.compile(r"[\W_]*|[年月日到至和与或及在向于以之那再又也是件都]|two|three|five|ten")


def tidy(text: str) -> str:
    """The words that a search is about: what is left when the asking is taken away."""
    pieces = [_trimmed(piece) for piece in _INNER.split(_JOINT.sub("", text))]
    return " ".join(piece for piece in pieces if piece and not _EMPTY.fullmatch(piece))


def _trimmed(piece: str) -> str:
    while piece:
        cut = piece
        for pattern in (_LEAD, _LEAD_EN, _TAIL, _TAIL_EN):
            cut = pattern.sub("", cut, count=1)
        if cut == piece:
            return piece
        piece = cut
    return piece
