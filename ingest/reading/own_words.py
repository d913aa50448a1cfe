"""How a text speaks of itself: 本办法, This Act, and the clauses of its own that name no subject at all."""

import re

KINDS = "法典?|条例|规定|规则|办法|细则|解释|决定|通知|通告|公告|政策|意见|措施|方案|计划|标准|文件|指引"
OWN = r"本[^，。；：\n自至]{1,14}?"
NUMBERED = r"(?:第[\d〇零一二三四五六七八九十百]{1,7}条|[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．])"
# 本办法由…负责解释。自…起施行 and 现予公布，自…起施行: what stands before in the same line is about the text itself.
LED_UP_TO = (
    rf"(?:本(?:[^，。；：《》\n]{{0,6}}?)(?:{KINDS})[^\n《》]{{0,60}}?"
    r"|现(?:予以?|将)[^\n]{0,80}?(?:公布|发布|印发)[^。\n《》]{0,24}?)[，。；,;]\s*"
)
BARE = rf"(?:(?m:^)[^\S\n]{{0,8}}(?:{NUMBERED}[^\S\n]{{0,4}})?|{LED_UP_TO})"
WHOLE = r"(?=[^\S\n]*(?:[。，；,;）)\n]|\Z))"  # 执行 without an object
THIS = r"\b[Tt]h(?:is|ese)\s+(?:[\w'’-]+\s+){1,6}?"
# “This policy supports …. It takes effect on …” and a sentence that is but the day: “Effective 1 July 2025.”
IT = r"\b[Tt]h(?:is|ese)\s+[A-Za-z][^.\n]{1,160}\.\s+(?:It|They)\s+"
BARE_ENGLISH = r"(?m:^)[^\S\n]{0,8}(?:(?:(?:Article|Section)[^\S\n]{1,3})?\d{1,3}[.)]?[^\S\n]{1,4}|[(（*_]{1,3})?"
WHOLE_ENGLISH = r"(?=[)）*_]{0,3}[^\S\n]*(?:[.;\n]|\Z))"
GUIDE = re.compile(
    r"指南|解读|问答|须知|要点|介绍|手册|流程|常见问题|解析|宣传|新闻|快讯|动态|汇编|讲座"
    r"|(?i:\b(?:guide|guidance|faqs?|questions|overview|handbook|manual|news\w*|updates?|explained|introduction|summary)\b)"
)


def tells_of_others(title: str) -> bool:
    """A guide, a commentary or news, in which a clause without a subject may be another text's."""
    return bool(GUIDE.search(title))
