"""Who is at the browser: a signed cookie with an unguessable id, or a name that an API caller gives."""

import hashlib
import hmac
import secrets
import unicodedata
from base64 import urlsafe_b64encode

from fastapi import Request, Response

from assistant.replies import Visitor
from knowledge.errors import Lang

from .faults import BadField, ReservedVisitor

COOKIE = "ipsteward_visitor"
COOKIE_AGE_S = 180 * 24 * 3600
PREFIX = "w_"
RESERVED = (PREFIX, "t_")  # browsers, and visitors on Telegram
NAME_CHARS = 128


class Visitors:
    """Gives out visitor ids and knows its own again; `secret` stays with the centre."""

    def __init__(self, secret: bytes | str) -> None:
        self._key = secret.encode() if isinstance(secret, str) else secret
        if not self._key:
            raise ValueError("visitors' cookies need a secret")

    def of_browser(self, request: Request, response: Response, lang: Lang | None = None) -> Visitor:
        """The visitor of the cookie; a browser without a good one becomes a new visitor."""
        return Visitor(id=self.welcome(request, response), channel="web", lang=lang)

    def of_caller(self, request: Request, response: Response, named: str | None, lang: Lang | None) -> Visitor:
        """The visitor that the caller names, else the browser's.

        Raises:
            ReservedVisitor: the name could be mistaken for one that a channel gives out.
            BadField: the name is empty, too long, or has spaces around it or control characters in it.
        """
        if named is None:
            return self.of_browser(request, response, lang)
        return Visitor(id=checked(named), channel="api", lang=lang)

    def welcome(self, request: Request, response: Response) -> str:
        known = self.opened(request.cookies.get(COOKIE, ""))
        if known is not None:
            return known
        fresh = PREFIX + secrets.token_urlsafe(24)
        response.set_cookie(
            COOKIE,
            self.sealed(fresh),
            max_age=COOKIE_AGE_S,
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return fresh

    def sealed(self, visitor_id: str) -> str:
        digest = hmac.new(self._key, b"visitor:" + visitor_id.encode(), hashlib.sha256).digest()
        return f"{visitor_id}.{urlsafe_b64encode(digest).decode().rstrip('=')}"

    def opened(self, cookie: str) -> str | None:
        """The id in a cookie that we sealed, else None."""
        visitor_id, _, _ = cookie.rpartition(".")
        if not visitor_id.startswith(PREFIX) or not cookie.isascii():
            return None
        return visitor_id if hmac.compare_digest(cookie, self.sealed(visitor_id)) else None


def checked(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name)
    if folded.strip().lower().startswith(RESERVED) or ":" in folded:
        raise ReservedVisitor()
    if not name or len(name) > NAME_CHARS or name != name.strip() or not name.isprintable():
        raise BadField(field="visitor")
    return name
