"""Words of a question, joined by those that laws and guidance use for the same thing."""

import re

STATUTORY = (
    (re.compile(r"多少年|几年|多久|多长(时间)?|保护期"), "期限"),
    (re.compile(r"从(哪天|哪一天|什么时候|何时|哪年)(开始)?(算|起|计)"), "自日起计算"),
    (re.compile(r"赔(偿)?(多少|几|得起)|(能|可以|最高|最多|最低|要)赔"), "赔偿数额"),
    (re.compile(r"归谁|属于谁|谁的"), "权利归属 属于"),
    (re.compile(r"贷款|借钱|融资"), "质押 出质"),
    (re.compile(r"抄袭|盗用|仿冒|山寨|假货"), "侵权 假冒"),
    (re.compile(r"罚(多少|款)"), "罚款"),
    (re.compile(r"给钱|奖金|好处"), "奖励 报酬"),
    (re.compile(r"过期|到期"), "届满 期满"),
    (re.compile(r"告|打官司"), "起诉 诉讼"),
    (re.compile(r"\b(term|duration|validity|lifetime) of\b", re.IGNORECASE), "long last"),
)


def with_statutory_words(query: str) -> str:
    """The query and, behind it, what a statute would say for its everyday words; unchanged where there are none."""
    added = [words for pattern, words in STATUTORY if pattern.search(query)]
    missing = [word for words in added for word in words.split() if word not in query]
    return " ".join([query, *missing])
