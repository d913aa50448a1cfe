"""Local accounts of the staff: argon2id passwords, sign-ins as tokens, a lock after wrong passwords."""

import hashlib
import secrets
import threading
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import Connection, Row, delete, insert, select, update

from knowledge.database import Database
from knowledge.tables import sign_in_failures, staff, staff_sessions

from .faults import BadStaffName, PasswordTooShort, SignInLocked, SignInWrong, StaffExists, StaffNotFound

LASTS = timedelta(hours=12)
PASSWORD_CHARS = 10
NAME_CHARS = 32
TRIES = 5
LOCKED = timedelta(minutes=10)
AT_ONCE = 2  # each check takes 64 MiB for a moment


@dataclass(frozen=True, slots=True)
class Account:
    name: str
    created_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in that holds: whose it is, and the token that each of its forms carries."""

    name: str
    csrf: str


class Accounts:
    """Names are told apart without case; every method takes the clock."""

    def __init__(self, database: Database, hasher: PasswordHasher | None = None) -> None:
        self._database = database
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_hex(16))  # checked for unknown names: the same time passes
        self._checking = threading.Semaphore(AT_ONCE)

    # --- accounts ----------

    def add(self, name: str, password: str, now: datetime) -> Account:
        """Raises BadStaffName, PasswordTooShort, StaffExists."""
        name, hashed = checked(name), self._hashed(password)
        with self._database.write() as connection:
            if _row(connection, name) is not None:
                raise StaffExists(name=name)
            connection.execute(insert(staff).values(name=name, password_hash=hashed, created_at=now))
        return Account(name, now, None)

    def set_password(self, name: str, password: str) -> None:
        """A new password, which opens a disabled or locked account again and ends its sign-ins.

        Raises StaffNotFound, PasswordTooShort.
        """
        name, hashed = folded(name), self._hashed(password)
        with self._database.write() as connection:
            changed = update(staff).where(staff.c.name == name).values(password_hash=hashed, disabled_at=None)
            if connection.execute(changed).rowcount == 0:
                raise StaffNotFound(name=name)
            connection.execute(delete(staff_sessions).where(staff_sessions.c.staff == name))
            connection.execute(delete(sign_in_failures).where(sign_in_failures.c.name == name))

    def disable(self, name: str, now: datetime) -> None:
        """No sign-in from now on, and none that was made before. Raises StaffNotFound."""
        name = folded(name)
        with self._database.write() as connection:
            if connection.execute(update(staff).where(staff.c.name == name).values(disabled_at=now)).rowcount == 0:
                raise StaffNotFound(name=name)
            connection.execute(delete(staff_sessions).where(staff_sessions.c.staff == name))

    def every(self) -> list[Account]:
        """All accounts, by name."""
        with self._database.read() as connection:
            rows = connection.execute(select(staff).order_by(staff.c.name)).all()
        return [Account(row.name, row.created_at, row.disabled_at) for row in rows]

    # --- signing in ----------

    def sign_in(self, name: str, password: str, now: datetime) -> str:
        """A token for the browser; it is kept nowhere else. Raises SignInWrong, SignInLocked."""
        name = folded(name)
        with self._checking:
            self._refuse_locked(name, now)
            if not self._right(name, password):
                self._note_wrong(name, now)
                raise SignInWrong()
        token = secrets.token_urlsafe(32)
        with self._database.write() as connection:
            connection.execute(delete(sign_in_failures).where(sign_in_failures.c.name == name))
            connection.execute(delete(staff_sessions).where(staff_sessions.c.expires_at <= now))
            connection.execute(
                insert(staff_sessions).values(
                    token_hash=_digest(token), staff=name, csrf=secrets.token_urlsafe(24), created_at=now,
                    expires_at=now + LASTS,
                )
            )  # fmt: skip
        return token

    def by_token(self, token: str, now: datetime) -> SignedIn | None:
        """The sign-in of a cookie, or None when it is unknown, over, or of a disabled account."""
        held = (
            select(staff_sessions.c.staff, staff_sessions.c.csrf)
            .join(staff)
            .where(staff_sessions.c.token_hash == _digest(token))
            .where(staff_sessions.c.expires_at > now, staff.c.disabled_at.is_(None))
        )
        with self._database.read() as connection:
            row = connection.execute(held).first()
        return None if row is None else SignedIn(row.staff, row.csrf)

    def sign_out(self, token: str) -> None:
        """The token is worth nothing afterwards."""
        with self._database.write() as connection:
            connection.execute(delete(staff_sessions).where(staff_sessions.c.token_hash == _digest(token)))

    # --- inside ----------

    def _hashed(self, password: str) -> str:
        password = _normal(password)
        if len(password) < PASSWORD_CHARS:
            raise PasswordTooShort(limit=PASSWORD_CHARS)
        return self._hasher.hash(password)

    def _right(self, name: str, password: str) -> bool:
        """Whether the password opens the account; a hash of older parameters is renewed on the way."""
        password = _normal(password)
        with self._database.read() as connection:
            row = _row(connection, name)
        usable = row is not None and row.disabled_at is None
        stored = row.password_hash if row is not None and usable else self._nobody
        try:
            self._hasher.verify(stored, password)
        except (VerifyMismatchError, InvalidHashError):
            return False
        if usable and self._hasher.check_needs_rehash(stored):
            renewed = self._hasher.hash(password)
            with self._database.write() as connection:
                old = (staff.c.name == name, staff.c.password_hash == stored)
                connection.execute(update(staff).where(*old).values(password_hash=renewed))
        return usable

    def _refuse_locked(self, name: str, now: datetime) -> None:
        until = select(sign_in_failures.c.locked_until).where(sign_in_failures.c.name == name)
        with self._database.read() as connection:
            locked = connection.execute(until).scalar()
        if locked is not None and locked > now:
            raise SignInLocked(minutes=-(-(locked - now) // timedelta(minutes=1)))

    def _note_wrong(self, name: str, now: datetime) -> None:
        """Counts one more; failures of long ago are forgotten, of every name."""
        with self._database.write() as connection:
            connection.execute(delete(sign_in_failures).where(sign_in_failures.c.last_at <= now - LOCKED))
            known = select(sign_in_failures.c.failures).where(sign_in_failures.c.name == name)
            before = connection.execute(known).scalar()
            count = (before or 0) + 1
            facts = {"failures": count, "last_at": now, "locked_until": now + LOCKED if count >= TRIES else None}
            if before is None:
                connection.execute(insert(sign_in_failures).values(name=name, **facts))
            else:
                connection.execute(update(sign_in_failures).where(sign_in_failures.c.name == name).values(**facts))


def folded(name: str) -> str:
    """The name as it is kept; what cannot be a name stays one that no account has."""
    return unicodedata.normalize("NFKC", name).strip().casefold()[: NAME_CHARS + 1].replace("\0", " ")


def checked(name: str) -> str:
    """Raises BadStaffName."""
    kept = folded(name)
    if not kept or len(kept) > NAME_CHARS or not all(letter.isalnum() or letter in "._-" for letter in kept):
        raise BadStaffName(limit=NAME_CHARS)
    return kept


def _normal(password: str) -> str:
    """One password however the keyboard composes it."""
    return unicodedata.normalize("NFKC", password)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _row(connection: Connection, name: str) -> Row[tuple[str, str, datetime, datetime | None]] | None:
    return connection.execute(select(staff).where(staff.c.name == name)).first()
