"""A database for a while: made on the server of another one, and dropped."""

import secrets
from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import make_url, text

from .engine import engine_of, told


@contextmanager
def scratch(url: str) -> Generator[str]:
    """The address of a new database beside the one of `url`. Raises DatabaseUnreachable where it may not be made."""
    address = make_url(url)
    name = f"ipsteward_scratch_{secrets.token_hex(6)}"
    engine = engine_of(address, 1, 1)
    try:
        with told(address), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
        yield address.set(database=name).render_as_string(hide_password=False)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    finally:
        engine.dispose()
