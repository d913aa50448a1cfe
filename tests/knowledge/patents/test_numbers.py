"""Numbers and symbols: many writings, one form."""

import pytest

from knowledge.patents.numbers import application_key, parsed
from knowledge.patents.symbols import prefix, symbol


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("US6858197B1", "US6858197B1"),
        ("US-6858197", "US6858197"),
        ("us 6,858,197 b2", "US6858197B2"),
        ("U.S. Patent No. 6,858,197", "US6858197"),
        ("ＵＳ６８５８１９７Ｂ１", "US6858197B1"),
        ("US06858197", "US6858197"),
        ("US20130239763", "US20130239763"),
        ("US-2004137729-A1", "US20040137729A1"),
        ("US 2004/0137729 A1", "US20040137729A1"),
        ("US-D895648", "USD895648"),
        ("USD0435854S1", "USD435854S1"),
        ("USRE033508", "USRE33508"),
        ("US-PP30274-P2", "USPP30274P2"),
        ("US 10/099,247", "US10/099247"),
        ("10/099,247", "US10/099247"),
        ("WO2010/123456", "WO2010123456"),
        ("WO 99/12345 A1", "WO1999012345A1"),
        ("WO0214184A1", "WO2002014184A1"),
        ("EP1000000A1", "EP1000000A1"),
        ("EP 490 667 B1", "EP0490667B1"),
        ("CN101551481B", "CN101551481B"),
        ("CN 101551481", "CN101551481"),
        ("ZL 2010 1 0123456.7", "CN201010123456.7"),
        ("ZL201010123456.X", "CN201010123456.X"),
        ("CN201010123456.7", "CN201010123456.7"),
        ("IN-291167", "IN291167"),
        ("KR10-2010-0123456", "KR1020100123456"),
        ("KR20100123456A", "KR1020100123456A"),
        ("kr101326617", "KR101326617"),
        ("JP2001-123456A", "JP2001123456A"),
        ("特開2001-123456", "JP2001123456"),
        ("JP11243846", "JPH11243846"),
        ("JPH11-243846A", "JPH11243846A"),
        ("DE000019826114", "DE19826114"),
        ("DE 10 2005 012 681 A1", "DE102005012681A1"),
        ("ru02095984", "RU2095984"),
        ("za1998/04456", "ZA199804456"),
        ("mxPA/a/2005/008192", "MXPA2005008192A"),
        ("TWI123456B", "TWI123456B"),
        ("NASA-LAR-18327-1", "NASA-LAR-18327-1"),
        ("LAR-17922-1", "LAR-17922-1"),
        ("2269/DEL/2004", "2269/DEL/2004"),
    ],
)
def test_a_number_has_one_form(written: str, form: str) -> None:
    number = parsed(written)
    assert number is not None
    assert number.text == form
    again = parsed(form)
    assert again == number


@pytest.mark.parametrize("written", ["", "US-   ", "n/a", "专利号："])
def test_what_has_no_digits_is_no_number(written: str) -> None:
    assert parsed(written) is None


def test_office_and_kind_may_come_from_other_columns() -> None:
    assert parsed("6858197", "US", "B1") == parsed("US6858197B1")
    assert parsed("AU2007202956", kind="B2") == parsed("AU2007202956B2")
    assert parsed("D0452599", "US", "S1") == parsed("USD452599S1")


def test_a_grant_in_the_united_states_is_one_publication_with_or_without_its_kind() -> None:
    identities = {number.identity for text in ("US6858197", "US6858197B1") if (number := parsed(text))}
    assert identities == {"US6858197"}
    europe = {number.identity for text in ("EP1000000A1", "EP1000000B1") if (number := parsed(text))}
    assert len(europe) == 2


def test_application_numbers_share_a_key_whatever_their_separators() -> None:
    assert application_key("15/385751", "US") == application_key("15385751", "US") == "US15385751"
    assert application_key("ZL201010123456.7") == application_key("201010123456.7", "CN") == "CN201010123456"
    assert application_key("2269/DEL/2004", "IN") == "IN2269DEL2004"
    assert application_key("/0") is None


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("A21C 15/04", "A21C15/04"), ("H01M 10/05 20100101", "H01M10/05"), ("H01M0010050000", "H01M10/05"),
        ("H01M10/0562", "H01M10/0562"), ("H01M 10/0562 (2010.01)", "H01M10/0562"), ("C07D41700", "C07D417/00"),
        ("H01J04900", "H01J49/00"), ("A61K0317072", "A61K31/7072"), ("G06F017/60", "G06F17/60"),
        ("G06F 1516", "G06F15/16"), ("A61B  508", "A61B5/08"), ("h01m-010/05", "H01M10/05"), ("B65D", "B65D"),
        ("A61B2562/0219", "A61B2562/0219"), ("Ｈ０１Ｍ１０／０５", "H01M10/05"),
        ("H01M 10/05 (2006.01) I", "H01M10/05"),
        ("705026000", None), ("D14-2", None), ("battery", None),
    ],
)  # fmt: skip
def test_a_symbol_has_one_form(written: str, form: str | None) -> None:
    assert symbol(written) == form


@pytest.mark.parametrize(
    ("written", "form"),
    [("H01M", "H01M"), ("h01m10", "H01M10"), ("H01M 10/", "H01M10/"), ("H", "H"), ("H01", "H01"),
     ("H01M 10/05", "H01M10/05"), ("B60L", "B60L"), ("battery", None)],
)  # fmt: skip
def test_a_search_may_ask_for_the_beginning_of_a_symbol(written: str, form: str | None) -> None:
    assert prefix(written) == form
