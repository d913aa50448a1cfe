"""Accounts of the staff: passwords, sign-ins, the lock."""

from datetime import datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from assistant.accounts.faults import (
    BadStaffName,
    PasswordTooShort,
    SignInLocked,
    SignInWrong,
    StaffExists,
    StaffNotFound,
)
from assistant.accounts.staff import LASTS, LOCKED, TRIES, Accounts
from knowledge.database import Database
from knowledge.tables import sign_in_failures, staff, staff_sessions

PASSWORD = "a sample password"
QUICK = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)


@pytest.fixture
def accounts(database: Database, now: datetime) -> Accounts:
    made = Accounts(database, QUICK)
    made.add("Sample", PASSWORD, now)
    return made


def wrong(accounts: Accounts, name: str, times: int, now: datetime) -> None:
    for _ in range(times):
        with pytest.raises(SignInWrong):
            accounts.sign_in(name, "not the password", now)


def test_a_sign_in_lasts_for_its_hours_and_no_longer(accounts: Accounts, now: datetime) -> None:
    token = accounts.sign_in("sample", PASSWORD, now)
    held = accounts.by_token(token, now + LASTS - timedelta(seconds=1))
    assert held is not None
    assert held.name == "sample"
    assert accounts.by_token(token, now + LASTS) is None


def test_the_database_holds_neither_the_password_nor_the_token(
    accounts: Accounts, database: Database, now: datetime
) -> None:
    token = accounts.sign_in("SAMPLE", PASSWORD, now)
    with database.read() as connection:
        account, held = connection.execute(select(staff)).one(), connection.execute(select(staff_sessions)).one()
    assert account.password_hash.startswith("$argon2id$")
    assert PASSWORD not in str(account)
    assert token not in str(held)


def test_a_wrong_password_an_unknown_name_and_a_disabled_account_are_told_the_same(
    accounts: Accounts, now: datetime
) -> None:
    accounts.add("gone", PASSWORD, now)
    accounts.disable("gone", now)
    told = set()
    for name, password in (("sample", "not the password"), ("nobody", PASSWORD), ("gone", PASSWORD), ("", "")):
        with pytest.raises(SignInWrong) as refused:
            accounts.sign_in(name, password, now)
        told.add(refused.value.told("zh"))
    assert len(told) == 1


@pytest.mark.parametrize("name", ["sample", "nobody"])
def test_wrong_passwords_in_a_row_lock_the_name_whether_or_not_it_exists(
    accounts: Accounts, name: str, now: datetime
) -> None:
    wrong(accounts, name, TRIES, now)
    with pytest.raises(SignInLocked) as locked:
        accounts.sign_in(name, PASSWORD, now + timedelta(seconds=30))
    assert locked.value.facts == {"minutes": "10"}


def test_a_lock_ends_by_itself(accounts: Accounts, now: datetime) -> None:
    wrong(accounts, "sample", TRIES, now)
    assert accounts.sign_in("sample", PASSWORD, now + LOCKED)


def test_the_right_password_starts_the_count_anew(accounts: Accounts, now: datetime) -> None:
    wrong(accounts, "sample", TRIES - 1, now)
    accounts.sign_in("sample", PASSWORD, now)
    wrong(accounts, "sample", TRIES - 1, now)
    assert accounts.sign_in("sample", PASSWORD, now)


def test_failures_of_long_ago_do_not_pile_up(accounts: Accounts, database: Database, now: datetime) -> None:
    for number in range(3):
        wrong(accounts, f"guess-{number}", 1, now)
    wrong(accounts, "sample", 1, now + LOCKED)
    with database.read() as connection:
        assert len(connection.execute(select(sign_in_failures)).all()) == 1


def test_signing_out_and_disabling_and_a_new_password_end_sign_ins(accounts: Accounts, now: datetime) -> None:
    for end in (
        accounts.sign_out,
        lambda _: accounts.disable("sample", now),
        lambda _: accounts.set_password("sample", PASSWORD),
    ):
        accounts.set_password("sample", PASSWORD)
        token = accounts.sign_in("sample", PASSWORD, now)
        end(token)
        assert accounts.by_token(token, now) is None


def test_a_new_password_opens_a_locked_account(accounts: Accounts, now: datetime) -> None:
    wrong(accounts, "sample", TRIES, now)
    accounts.set_password("sample", "another password")
    assert accounts.sign_in("sample", "another password", now)


def test_a_hash_of_older_parameters_is_renewed_at_the_next_sign_in(
    accounts: Accounts, database: Database, now: datetime
) -> None:
    newer = Accounts(database, PasswordHasher(time_cost=2, memory_cost=64, parallelism=1))
    newer.sign_in("sample", PASSWORD, now)
    with database.read() as connection:
        assert ",t=2," in str(connection.execute(select(staff.c.password_hash)).scalar())
    assert newer.sign_in("sample", PASSWORD, now)


def test_full_width_letters_of_a_keyboard_are_the_same_password(accounts: Accounts, now: datetime) -> None:
    assert accounts.sign_in("ｓａｍｐｌｅ", PASSWORD.replace("a", "ａ"), now)


def test_names_and_passwords_that_cannot_be_are_refused(accounts: Accounts, now: datetime) -> None:
    for name in ("", "a b", "a/b", "<b>", "x" * 33):
        with pytest.raises(BadStaffName):
            accounts.add(name, PASSWORD, now)
    with pytest.raises(PasswordTooShort):
        accounts.add("new", "short", now)
    with pytest.raises(StaffExists):
        accounts.add("SAMPLE", PASSWORD, now)
    with pytest.raises(StaffNotFound):
        accounts.set_password("nobody", PASSWORD)
    with pytest.raises(StaffNotFound):
        accounts.disable("nobody", now)
    accounts.add("王-工", PASSWORD, now)
    assert [one.name for one in accounts.every()] == ["sample", "王-工"]
