"""Summaries of many documents, kept on the disk."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from app.archive.records import Summary
from app.office.spool import Spool


@dataclass(frozen=True, slots=True)
class SpooledSummaries(Mapping[int, Summary]):
    """Summaries by document id, read from a spool as they are asked for; `close` gives its file back."""

    spool: Spool[Summary] = field(default_factory=lambda: Spool(Summary))
    places: dict[int, int] = field(default_factory=dict)

    def keep(self, document_id: int, summary: Summary) -> None:
        """Add the summary of a document, or put it in the place of an earlier one."""
        self.places[document_id] = len(self.spool)
        self.spool.append(summary)

    def only(self, ids: Collection[int]) -> "SpooledSummaries":
        """Those of `ids`, out of the same spool."""
        return SpooledSummaries(self.spool, {id_: self.places[id_] for id_ in ids if id_ in self.places})

    def close(self) -> None:
        """Give the temporary file back."""
        self.spool.close()

    def __getitem__(self, document_id: int) -> Summary:
        return self.spool[self.places[document_id]]

    def __iter__(self) -> Iterator[int]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)
