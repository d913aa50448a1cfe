"""The tables of the store, by what they hold."""

from .base import metadata
from .bookings import bookings, claims, proposals
from .catalog import absences, advisers, aliases, conflicts, events, holidays, organizations, programmes, services
from .channels import chats, updates
from .conversations import cases, messages, sessions, turns
from .documents import document_conflicts, documents, facts, passages, revisions, sources, vectors, versions
from .evaluations import results, reviews, runs
from .patents import patent_classes, patent_names, patents
from .staff import sign_in_failures, staff, staff_sessions
from .watching import document_changes, document_watches, watched_sources

__all__ = [
    "absences",
    "advisers",
    "aliases",
    "bookings",
    "cases",
    "chats",
    "claims",
    "conflicts",
    "document_changes",
    "document_conflicts",
    "document_watches",
    "documents",
    "events",
    "facts",
    "holidays",
    "messages",
    "metadata",
    "organizations",
    "passages",
    "patent_classes",
    "patent_names",
    "patents",
    "programmes",
    "proposals",
    "results",
    "reviews",
    "revisions",
    "runs",
    "services",
    "sessions",
    "sign_in_failures",
    "sources",
    "staff",
    "staff_sessions",
    "turns",
    "updates",
    "vectors",
    "versions",
    "watched_sources",
]
