"""Messages (.eml) into their text and their attachments, each a document of its own; only ever run in a child."""

from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from pathlib import Path, PurePath

from ingest.reading import formats
from ingest.reading.clean import clean
from ingest.reading.faults import Broken, Encrypted, TooLarge, TooManyFiles
from ingest.reading.members import MEMBER_BYTES, MOST_MEMBERS, Part

HEADS = (("Subject", "主题 Subject"), ("Date", "日期 Date"))  # who wrote to whom is nobody else's business
SUBJECT_CHARS = 300
ENCRYPTED = ("application/pkcs7-mime", "application/x-pkcs7-mime")


def unpack(path: str, folder: str, name: str) -> list[Part]:
    """The message itself as Markdown or HTML, then its attachments. Raises Broken, Encrypted, TooLarge, TooMany."""
    size = Path(path).stat().st_size
    if size > MEMBER_BYTES // 2:
        raise TooLarge(size=size // 2**20, limit=MEMBER_BYTES // 2**21)
    with open(path, "rb") as stream:
        message = BytesParser(policy=policy.default).parse(stream)
    assert isinstance(message, EmailMessage)
    if not any(head in message for head in ("From", "Subject", "To", "Date", "Received", "MIME-Version")):
        raise Broken(why="no header of a message")
    if message.get_content_type() in ENCRYPTED or message.get_content_subtype() == "encrypted":
        raise Encrypted()
    parts = _letter(message, Path(folder), PurePath(name).stem)
    for at, attached in enumerate(message.iter_attachments()):
        if at >= MOST_MEMBERS:
            raise TooManyFiles(limit=MOST_MEMBERS)
        parts.append(_attached(attached, Path(folder), at))
    return parts


def _letter(message: EmailMessage, folder: Path, stem: str) -> list[Part]:
    heads = "\n".join(f"{told}: {clean(' '.join(str(message[head]).split()))}" for head, told in HEADS if message[head])
    plain = message.get_body(("plain",))
    body = plain or message.get_body(("html",))
    text = "" if body is None else _text(body)
    subject = clean(" ".join(str(message["Subject"] or "").split()))[:SUBJECT_CHARS] or None
    if body is not None and plain is None:
        page = f"<pre>{_escaped(heads)}</pre>{text}"
        (folder / "letter.html").write_text(page, encoding="utf-8", errors="replace")
        return [Part(f"{stem}.html", "letter.html", title=subject)]
    if not text.strip() and not heads:
        return []
    (folder / "letter.txt").write_text(f"{heads}\n\n{text}", encoding="utf-8", errors="replace")
    return [Part(f"{stem}.txt", "letter.txt", title=subject)]


def _text(part: MIMEPart) -> str:
    raw = part.get_payload(decode=True)
    if isinstance(raw, bytes) and (part.get_content_charset() or "").replace("-", "") in ("gb2312", "gbk"):
        return raw.decode("gb18030", "replace")  # which holds both: names are often written beyond what is declared
    try:
        return str(part.get_content())
    except (LookupError, ValueError):  # a charset that does not exist
        return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""


def _attached(part: EmailMessage, folder: Path, at: int) -> Part:
    name = (
        clean(PurePath((part.get_filename() or "").replace("\\", "/")).name) or f"attachment-{at + 1}{_guessed(part)}"
    )
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload(0) if part.is_multipart() else part
        data = inner.as_bytes() if isinstance(inner, EmailMessage) else b""
        name = name if name.lower().endswith(".eml") else f"{name}.eml"
    else:
        raw = part.get_payload(decode=True)
        data = raw if isinstance(raw, bytes) else b""
    file = f"{at:04d}{formats.suffix(name)[:10]}"
    (folder / file).write_bytes(data)
    return Part(name, file)


def _guessed(part: EmailMessage) -> str:
    known = {"text/plain": ".txt", "text/html": ".html", "application/pdf": ".pdf", "message/rfc822": ".eml"}
    return known.get(part.get_content_type(), "")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
