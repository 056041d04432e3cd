"""Setting work states, tags and notes on many documents at once, with the way back; lists saved under a name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from app.archive import marks as stored
from app.archive.marks import SEPARATOR, Marks
from app.archive.records import Query, WorkState
from app.archive.store import Archive
from app.base.errors import UnusableArgument
from app.base.texts import _

__all__ = ["Marks", "forget_view", "restore", "save_view", "set_note", "set_state", "tag", "tags", "untag", "views"]

_LONGEST_TAG = 40


def set_state(archive: Archive, ids: Sequence[int], state: WorkState) -> dict[int, Marks]:
    """Give documents a work state; what was set before, for `restore`. Only a conversion makes documents converted."""
    if state is WorkState.CONVERTED:
        raise UnusableArgument(_("Stan „przekazany” nadaje tylko konwersja."))
    return _change(archive, ids, lambda before: replace(before, state=state))


def tag(archive: Archive, ids: Sequence[int], name: str) -> dict[int, Marks]:
    """Put a tag on documents; what was set before. Raises `UnusableArgument` for a name that cannot be one."""
    wanted = _checked(name)
    return _change(archive, ids, lambda before: replace(before, tags=(*(one for one in before.tags if one != wanted), wanted)))


def untag(archive: Archive, ids: Sequence[int], name: str) -> dict[int, Marks]:
    """Take a tag off documents; what was set before."""
    return _change(archive, ids, lambda before: replace(before, tags=tuple(one for one in before.tags if one != name)))


def set_note(archive: Archive, ids: Sequence[int], note: str) -> dict[int, Marks]:
    """Put a note on documents in place of an earlier one; an empty one removes it. What was set before."""
    return _change(archive, ids, lambda before: replace(before, note=note.strip()))


def restore(archive: Archive, before: Mapping[int, Marks]) -> None:
    """Put back what was set before; a document converted meanwhile stays converted."""
    now = stored.marks_of(archive, tuple(before))
    back = {
        id_: replace(marks, state=now[id_].state) if now[id_].state is WorkState.CONVERTED else marks
        for id_, marks in before.items()
        if id_ in now
    }
    stored.keep_marks(archive, back)


def tags(archive: Archive, nip: str = "") -> tuple[str, ...]:
    """The tags in use, of one client or of all."""
    return stored.tags_in_use(archive, nip)


def views(archive: Archive) -> dict[str, Query]:
    """The lists saved under a name; their client is empty, for they are meant for whichever is chosen."""
    return stored.saved(archive)


def save_view(archive: Archive, name: str, query: Query) -> None:
    """Save filters and order under a name. Raises `UnusableArgument` for an empty one."""
    if not name.strip():
        raise UnusableArgument(_("Widok nie ma nazwy."), advice=_("Wpisz nazwę, na przykład „Do wyjaśnienia”."))
    stored.save(archive, name.strip(), replace(query, client=""))


def forget_view(archive: Archive, name: str) -> None:
    """Remove a saved list."""
    stored.forget(archive, name)


def _change(archive: Archive, ids: Sequence[int], change: Callable[[Marks], Marks]) -> dict[int, Marks]:
    before = stored.marks_of(archive, ids)
    after = {id_: change(marks) for id_, marks in before.items()}
    stored.keep_marks(archive, {id_: marks for id_, marks in after.items() if marks != before[id_]})
    return {id_: marks for id_, marks in before.items() if after[id_] != marks}


def _checked(name: str) -> str:
    text = " ".join(name.split())
    if not text or SEPARATOR in text or len(text) > _LONGEST_TAG:
        raise UnusableArgument(
            _("„{name}” nie może być etykietą.").format(name=name),
            advice=_("Etykieta ma od 1 do {limit} znaków, bez znaku {separator}.").format(
                limit=_LONGEST_TAG, separator=SEPARATOR
            ),
        )
    return text
