"""A patent record as an import hands it over, a query as its fields, and what a search and a count give back."""

from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class PatentRecord:
    """One publication. Dates are ISO text, None where the source does not say; nothing is inferred.

    `number` is normalised (US6858197B1), `country` the office in it ("" where the source names none), `ipc` and `cpc`
    hold symbols such as H01M10/0562, `status` is only what the source itself states, `source` names the set that the
    record came with.
    """

    number: str
    title: str
    source: str
    country: str
    kind_code: str | None = None
    abstract: str = ""
    lang: str = "en"
    applicants: tuple[str, ...] = ()
    inventors: tuple[str, ...] = ()
    ipc: tuple[str, ...] = ()
    cpc: tuple[str, ...] = ()
    application_number: str | None = None
    filing_date: str | None = None
    priority_date: str | None = None
    publication_date: str | None = None
    grant_date: str | None = None
    expiry_date: str | None = None
    status: str | None = None

    @property
    def published(self) -> str | None:
        """The day that a search by date looks at: publication, else grant."""
        return self.publication_date or self.grant_date

    def as_json(self) -> dict[str, Any]:
        own = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}
        return own | {"published": self.published}


@dataclass(frozen=True, slots=True)
class PatentQuery:
    """The fields of a search; empty ones do not restrict.

    `classes` are prefixes of IPC or CPC symbols (H01M, H01M10/05), any of which may hold; `date_from` and `date_to`
    are inclusive ISO days of publication; `office` is an ST.3 code (CN, US, WO).
    """

    words: str = ""
    applicant: str = ""
    inventor: str = ""
    classes: tuple[str, ...] = ()
    date_from: str | None = None
    date_to: str | None = None
    office: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"classes": list(self.classes)}

    def as_fields(self) -> dict[str, Any]:
        """The fields that restrict, words apart."""
        return {name: value for name, value in self.as_json().items() if value and name != "words"}


Matched = Literal["fields", "words", "meaning"]  # by the fields alone, by a word of the query, by a vector alone


@dataclass(frozen=True, slots=True)
class PatentHit:
    """A record that was found; `score` falls from 1."""

    number: str
    title: str
    abstract: str
    applicants: tuple[str, ...]
    published: str | None
    classes: tuple[str, ...]
    score: float
    matched: Matched = "words"

    def as_json(self) -> dict[str, Any]:
        own = asdict(self) | {"applicants": list(self.applicants), "classes": list(self.classes)}
        del own["matched"]  # told once for all hits
        return own


@dataclass(frozen=True, slots=True)
class PatentsFound:
    """`total` counts all records that the fields admit and that share a word with the query; `all_words` those of
    them that hold all its words, as a landscape counts them.

    It may be 0 beside hits: then only vectors found them, as for a question in another language.
    """

    query: PatentQuery
    total: int
    hits: tuple[PatentHit, ...]
    all_words: int

    @property
    def only_near(self) -> tuple[str, ...]:
        """The numbers of hits that hold no word of the query."""
        return tuple(hit.number for hit in self.hits if hit.matched == "meaning")

    def as_json(self) -> dict[str, Any]:
        hits = [hit.as_json() for hit in self.hits]
        counts = {"total": self.total, "all_words": self.all_words, "only_near": list(self.only_near)}
        return {"query": self.query.as_json(), **counts, "hits": hits}


@dataclass(frozen=True, slots=True)
class Landscape:
    """Counts over the records that the fields admit and that hold all words of the query: by year of publication, by
    applicant, by IPC subclass (CPC where a record has no IPC).

    A record counts once for each of its applicants and subclasses; `undated` have no date and are in no year.
    """

    query: PatentQuery
    total: int
    undated: int
    years: tuple[tuple[int, int], ...]
    applicants: tuple[tuple[str, int], ...]
    classes: tuple[tuple[str, int], ...]

    def as_json(self) -> dict[str, Any]:
        counted = {
            name: [{"value": value, "count": count} for value, count in getattr(self, name)]
            for name in ("years", "applicants", "classes")
        }
        return {"query": self.query.as_json(), "total": self.total, "undated": self.undated, **counted}
