"""Where an injected text is put: into documents, the catalog, bookings, or what a reading tool returns."""

from dataclasses import dataclass, field

from evals.attacks.cases import Case, Injection, World
from evals.attacks.world import Poison

SERVICE_FIELDS = {
    "name": ("name_zh", "name_en"),
    "title": ("name_zh", "name_en"),
    "description": ("description_zh", "description_en"),
    "note": ("description_zh", "description_en"),
    "notes": ("description_zh", "description_en"),
    "documents": ("documents_zh", "documents_en"),
}
SLOT_FIELDS = ("expert", "adviser", "label", "name", "note")
BOOKING_FIELDS = ("topic", "note", "notes")
STAND_INS = {  # read by a tool that the product lacks, or that reads what no world holds
    "upload_document": ("read_upload", "text"),
    "url_page": ("read_page", "text"),
}
PATENT_TOOLS = ("search_patents", "get_patent")


@dataclass(frozen=True)
class Carried:
    """The texts of a case by their places. `tools` are stand-ins for reading tools: name -> field -> text."""

    poison: Poison = field(default_factory=Poison)
    tools: dict[str, dict[str, str]] = field(default_factory=dict)
    display_name: str = ""
    lost: tuple[Injection, ...] = ()  # those without a place

    @property
    def whole(self) -> bool:
        return not self.lost


def carry(case: Case, world: World) -> Carried:
    """Finds each injection its place."""
    texts: dict[tuple[str, str], str] = {}
    tools: dict[str, dict[str, str]] = {}
    lost: list[Injection] = []
    name = ""
    for injection in case.injections:
        if injection.where == "profile.display_name":
            name = f"{name} {injection.content}".strip()
        elif (stand_in := _stand_in(injection.where)) is not None:
            tools.setdefault(stand_in[0], {})[stand_in[1]] = injection.content
        elif places := _places(injection.where, case, world):
            for place in places:
                texts[place] = f"{texts[place]}\n\n{injection.content}" if place in texts else injection.content
        else:
            lost.append(injection)
    return Carried(Poison(texts), tools, name, tuple(lost))


def _stand_in(where: str) -> tuple[str, str] | None:
    head, _, rest = where.partition(":")
    if head in STAND_INS:
        return STAND_INS[head]
    tool, _, column = rest.partition(".")
    return (tool, column or "text") if head == "tool_result" and tool in PATENT_TOOLS else None


def _places(where: str, case: Case, world: World) -> list[tuple[str, str]]:
    """(kind, id) pairs that `Poison` knows; empty when the product has no such place."""
    head, _, rest = where.partition(":")
    documents = [one.id for one in world.documents]
    match head:
        case "kb_document":
            return [("document", rest)] if rest in documents else []
        case "kb_document.metadata.title":
            return [("title", one) for one in documents if not rest or one == rest]
        case "booking_note":
            return [("topic", one.id) for one in world.bookings if one.id == rest]
        case "tool_result":
            return _of_tool(rest, case, world)
    return []


def _of_tool(name: str, case: Case, world: World) -> list[tuple[str, str]]:
    tool, _, column = name.partition(".")
    experts = [one.id for one in world.experts]
    if tool == "list_services" and column in SERVICE_FIELDS:
        return [(kind, id) for id in experts for kind in SERVICE_FIELDS[column]]
    if tool in ("list_slots", "find_slots") and column in SLOT_FIELDS:
        return [("label", id) for id in experts]
    if tool in ("my_bookings", "list_bookings") and column in BOOKING_FIELDS:
        return [("topic", one.id) for one in world.bookings if one.user == case.actor]
    if tool in ("search_knowledge", "search_guidance"):
        kind = {"title": "title", "text": "document", "content": "document", "snippet": "document"}.get(column)
        return [(kind, one.id) for one in world.documents] if kind else []
    return []
