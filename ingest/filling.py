"""Vectors for the passages that lack one: in parts, each whole in itself, so that it may end and go on anywhere."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from knowledge.documents import Documents
from knowledge.embed import CachedEmbedder
from knowledge.errors import OtherEmbedder
from knowledge.index import Index

PART = 512  # passages between two marks in the database
CANARIES = 200
CANARY_RATE = 0.995
SAME = 0.9995  # cosine from which two passages say the same: equal ones cannot all be among the nearest few
ENDED = "index_ended"  # the fact that tells at which state of the store the index was whole
log = logging.getLogger(__name__)
Told = Callable[[int, int], None]


@dataclass(frozen=True)
class Filling:
    """What is missing is told by the database, what was made is kept by its text: a killed run loses a batch at most.

    The caller holds the writer's lock. Memory does not grow with the corpus, but for the ids of its passages.
    """

    documents: Documents
    embedder: CachedEmbedder
    index: Index

    def __call__(self, progress: Told) -> None:
        """Everything, and the index made whole after a run that was cut short; nothing where all is as it was."""
        if self.whole():
            self.documents.set_fact("ingest", "whole")
            return
        self.mend()
        self._all(progress)
        if not self.finish():
            self._all(progress)
            if not self.finish():
                raise RuntimeError("the vector index does not find its own passages")

    def _all(self, progress: Told) -> None:
        total, done = self.documents.left_to_embed(), 0
        while made := self.part(PART, partial(_told, progress, done, total)):
            done += made
        progress(total, total)

    def whole(self) -> bool:
        """Whether nothing changed in the store or the index since the last run that came to its end."""
        ended = self.documents.fact(ENDED)
        return (
            ended == self._state()
            and not self.documents.left_to_embed()
            and self.index.count() == self.documents.passage_count()
        )

    def _state(self) -> str:
        return f"{self.documents.fact('documents_generation')} {self.embedder.model_id}"

    def mend(self) -> None:
        """Takes vectors out that belong to no passage, and finds passages whose vectors were lost.

        Raises:
            OtherEmbedder: the index was built with another embedding model.
        """
        built = self.documents.fact("embedding_model")
        if built is not None and built != self.embedder.model_id:
            raise OtherEmbedder(built=built, set=self.embedder.model_id)
        held, stored = self.index.ids(), self.documents.passage_ids()
        self.index.delete(sorted(held - stored))
        self.documents.mark_embedded(stored - held, value=False)

    def of_files(self, paths: Sequence[str], collection: str, told: Callable[[int], None]) -> int:
        """Makes the vectors that passages of these files lack and gives how many."""
        made = 0
        while done := self.part(PART, lambda done, before=made: told(before + done), paths, collection):
            made += done
        return made

    def part(
        self, size: int, told: Callable[[int], None] = lambda done: None, paths: Sequence[str] | None = None,
        collection: str = "",
    ) -> int:  # fmt: skip
        """Makes up to `size` vectors, of these files or any, and gives how many; 0 when none is missing."""
        missing = self.documents.unembedded(size, paths, collection)
        if missing:
            vectors = self.embedder.passages([text for _, text in missing], told)
            self.index.upsert([id for id, _ in missing], vectors)
            self.documents.mark_embedded([id for id, _ in missing])
        return len(missing)

    def finish(self) -> bool:
        """Whether the index is whole: some passages look for themselves. If not, it is emptied, to be filled anew.

        Chroma's graph loses its way when much of it was replaced; made again from the cache it is whole.
        """
        sample = self.documents.sample(CANARIES)
        vectors = self.embedder.passages([text for _, text in sample])
        hits = sum(
            any(id == near or cosine >= SAME for near, cosine in self.index.nearest(vector, 5))
            for (id, _), vector in zip(sample, vectors, strict=True)
        )
        if sample and hits / len(sample) < CANARY_RATE:
            log.warning("the vector index finds %d of %d of its own passages and is made anew", hits, len(sample))
            self.documents.set_fact(ENDED, "")
            self.index.clear()
            self.documents.mark_embedded(self.documents.passage_ids(), value=False)
            return False
        self.documents.set_fact("ingest", "whole")
        self.documents.set_fact(ENDED, self._state())
        return True


def _told(progress: Told, before: int, total: int, done: int) -> None:
    progress(before + done, total)
