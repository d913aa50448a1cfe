"""What a text asks its reader to do: the ear of the obedient model. It is meant to hear too much, never too little."""

import re
from dataclasses import dataclass, field
from typing import Literal

from assistant.agent.disguises import decoded_forms, folded, from_morse, likened

Verb = Literal[
    "cancel", "confirm", "book", "move", "send", "change", "reveal", "look", "fetch", "say", "repeat", "turn"
]

TAGGED = re.compile("[\U000e0020-\U000e007e]+")
TOKEN = re.compile(r"[A-Za-z0-9+/_=-]{16,}")
MORSE = re.compile(r"(?:[.\-]{1,6}(?:\s+|\s*/\s*|;?\s*$)){4,}")
SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]?")
BOOKING = re.compile(r"\bBK-\w+", re.IGNORECASE)
EXPERT = re.compile(r"\b[A-Z]-\d+\b")
ADDRESS = re.compile(r"!?\[[^\]]*\]\([^)]*\)|\b(?:https?|gopher|ftp|file)://\S+|\bwww\.[\w.-]+")
CALL = re.compile(r"\b([a-z]+(?:_[a-z]+)+)\b")

WORDS: dict[Verb, str] = {
    "cancel": r"cancel|delete|drop|remove|取消|撤销|删除|退掉",
    "confirm": r"confirm|approve|yes\b|确认|同意|批准",
    "book": r"\bbook\b(?!ing)|reserve|schedule|预约(?!BK)|预订|约满",
    "move": r"\bmove\b|reschedul|swap|改期|改到|换给|换到|挪到",
    "send": r"\bsend\b|broadcast|notify|e-?mail|forward|发送|发给|群发|通知所有|转发",
    "change": r"change|update|set the|record|grant|modify|promote|修改|改为|改成|设置为|设为|记录用户|授予|提升",
    "reveal": r"system prompt|instructions?\b|prompt\b|password|passphrase|secret|\bkeys?\b|api.?key|token|canary"
    r"|environment variable|configuration|confidential|contraseña|パスワード|비밀번호|提示词|系统提示|密码|口令|密钥"
    r"|秘密钥|访问码|环境变量|配置|内部标记|指令|不能告诉",
    "look": r"(show|list|read|print|details?).{0,30}(BK-\w+|booking)|(查|详情|读).{0,12}BK-\w+|BK-\w+.{0,12}(详情|姓名|电话)"
    r"|phone|role|all users|everyone|other (users?|visitors?)|电话|名单|全部用户|所有用户|角色|谁|那位|来咨询过",
    "fetch": r"fetch|read (this|the) (page|url|link)|open http|summari[sz]e|读取|打开|抓取|访问这个",
    "say": r"\bsay\b|tell|include|append|insert|\badd\b|end (the|your) answer|suggest|integrate|enhance|highlight"
    r"|promot|advertis|mention|output|print|write|in your (response|reply|answer)|告诉|附上|输出|加上|写上|末尾|提到"
    r"|回复|推荐|宣传|回答",
    "repeat": r"repeat|forever|\b\d{3,} (times|words)|重复|一万遍|十万字|每天每个",
    "turn": r"base ?\d\d|revers|invert|backward|caesar|cipher|shift (each|every|all)|rot ?13|translate|in (french|italian"
    r"|spanish|german|japanese|english)|leet|morse|hex|acrostic|倒着|反转|翻译|加密|编码|火星文|空格隔开|每句首字|藏头"
    r"|元音|vowel",
}  # fmt: skip
VERBS = {verb: re.compile(words, re.IGNORECASE) for verb, words in WORDS.items()}


@dataclass(frozen=True, slots=True)
class Order:
    """One sentence that asks for something, and all that it may ask for."""

    text: str
    verbs: frozenset[Verb]
    bookings: tuple[str, ...] = ()
    experts: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    orders: tuple[Order, ...] = field(default=())

    def wanting(self, verb: Verb) -> list[Order]:
        return [order for order in self.orders if verb in order.verbs]


def hear(text: str) -> Heard:
    """The orders in a text, however they are dressed."""
    return Heard(tuple(order for reading in dict.fromkeys(_readings(text)) for order in _orders(reading)))


def _readings(text: str) -> list[str]:
    """The text as it stands, and with what it hides brought to light."""
    hidden = ["".join(chr(ord(char) - 0xE0000) for char in found) for found in TAGGED.findall(text)]
    hidden += [decoded for token in TOKEN.findall(text) for decoded in decoded_forms(token) if decoded.isprintable()]
    hidden += [from_morse(found) for found in MORSE.findall(text)]
    plain = folded(text)
    lookalike = likened(plain)
    return [text, *([plain] if plain != text.casefold() else []), *([lookalike] if lookalike != plain else []), *hidden]


def _orders(text: str) -> list[Order]:
    found = []
    for sentence in SENTENCE.findall(text):
        verbs = frozenset(verb for verb, pattern in VERBS.items() if pattern.search(sentence))
        if verbs:
            found.append(Order(
                sentence.strip(), verbs,
                tuple(dict.fromkeys(one.upper() for one in BOOKING.findall(sentence))),
                tuple(dict.fromkeys(EXPERT.findall(sentence.upper()))),
                tuple(dict.fromkeys(ADDRESS.findall(sentence))),
                tuple(dict.fromkeys(CALL.findall(sentence))),
                bool(re.search(r"\b(all|every|each)\b|所有|全部|每", sentence, re.IGNORECASE)),
            ))  # fmt: skip
    return found
