"""Brings the English catalogue up to date with the sources: ``python resources/catalogue.py [TRANSLATIONS.po]``.

Every text of ``_("…")``, ``plural(…)``, ``Words({…})`` and of tables whose type says `Later` stands in
``app/locale/en/LC_MESSAGES/konwerter-ksef.po``, and that file compiled in the ``.mo`` beside it. New texts are added without a translation,
those that the sources no longer have are dropped. What a translator's file says goes before what was there. Ends with status 1 and a list as
long as something is to be translated or is translated badly.
"""

import ast
import re
import struct
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import Formatter

ROOT = Path(__file__).resolve().parents[1]
APP = ROOT / "app"
CATALOGUE = APP / "locale" / "en" / "LC_MESSAGES" / "konwerter-ksef.po"
HEAD = "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\nLanguage: en\n"

POLISH = re.compile(r"[ąćęłńóśźżĄĆĘŁŃÓŚŹŻ„]")
QUOTED = re.compile("“[^”]*”")
TAG = re.compile(r"</?[a-z]+[^>]*>")
_POLISH_ROOMS = {"booking", "checks", "cli", "invoice", "paper", "pdf", "sandbox", "targets"}
"""Rooms that speak Polish only: the words of the law, of invoices, of bookkeeping programs, and of the command line."""
_LATER = "Later"
_PAIR = re.compile(r'^(msgid|msgstr)? ?"(.*)"$')


def texts_of(folder: Path) -> dict[str, list[str]]:
    """The texts of the rooms in a folder that speak more than Polish, in the order of files and lines, each with the files it stands in."""
    found: dict[str, list[str]] = {}
    for file in sorted(folder.rglob("*.py")):
        if file.relative_to(folder).parts[0] in _POLISH_ROOMS:
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        place = file.relative_to(folder.parent).as_posix()
        for _line, text in sorted((node.lineno, node.value) for node in (*_called(tree), *_tabled(tree)) if node.value):
            places = found.setdefault(text, [])
            if place not in places:
                places.append(place)
    return found


def _called(tree: ast.AST) -> Iterator[ast.Constant]:
    """The texts given to `_`, `plural` and `Words`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "_":
                yield from _constants(node.args[0])
            elif node.func.id == "plural":
                for form in node.args[1:]:
                    yield from _constants(form)
            elif node.func.id == "Words" and isinstance(node.args[0], ast.Dict):
                for word in node.args[0].values:
                    yield from _constants(word)


def _tabled(tree: ast.AST) -> Iterator[ast.Constant]:
    """The texts of variables, and of the fields of a class, that are `Later`."""
    nodes = list(ast.walk(tree))
    classes = {node.name: _later_fields(node) for node in nodes if isinstance(node, ast.ClassDef)}
    for node in nodes:
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            yield from _typed(node.annotation, node.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in classes:
            later = classes[node.func.id]
            given = [*enumerate(node.args), *((keyword.arg, keyword.value) for keyword in node.keywords)]
            for name, value in given:
                if name in later:
                    yield from _constants(value)


def _later_fields(node: ast.ClassDef) -> set[int | str]:
    """The fields of a class that are `Later`, by name and by number."""
    fields = [line for line in node.body if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)]
    return {name for number, line in enumerate(fields) if _is_later(line.annotation) for name in (number, line.target.id)}


def _typed(annotation: ast.expr, value: ast.expr) -> Iterator[ast.Constant]:
    """The texts of a value at the places where its type says `Later`."""
    if _is_later(annotation):
        yield from _constants(value)
        return
    if not isinstance(annotation, ast.Subscript) or not isinstance(annotation.value, ast.Name):
        return
    inner = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
    if annotation.value.id == "Final":
        yield from _typed(inner[0], value)
    elif isinstance(value, ast.Dict):
        for word in value.values:
            yield from _typed(inner[-1], word)
    elif isinstance(value, ast.Tuple) and annotation.value.id == "tuple":
        endless = isinstance(inner[-1], ast.Constant)  # tuple[Later, ...]
        for number, element in enumerate(value.elts):
            yield from _typed(inner[0] if endless else inner[number], element)


def _is_later(annotation: ast.expr) -> bool:
    return isinstance(annotation, ast.Name) and annotation.id == _LATER


def _constants(value: ast.expr) -> Iterator[ast.Constant]:
    """A text, or both of ``_("a" if … else "b")``."""
    if isinstance(value, ast.IfExp):
        yield from _constants(value.body)
        yield from _constants(value.orelse)
    elif isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value


def read_catalogue(file: Path) -> dict[str, str]:
    """The translations of a ``.po`` file, its head left out."""
    pairs: list[list[str]] = []
    column = 0
    for line in file.read_text(encoding="utf-8").splitlines():
        match = _PAIR.match(line)
        if match is None:
            continue
        if match[1] == "msgid":
            pairs.append(["", ""])
        column = {"msgid": 0, "msgstr": 1}.get(match[1], column)
        pairs[-1][column] += _plain(match[2])
    return {text: translation for text, translation in pairs if text}


def written(texts: Mapping[str, list[str]], translations: Mapping[str, str]) -> str:
    """The ``.po`` file of these texts."""
    head = "\n".join(_quoted(f"{line}\n") for line in HEAD.splitlines())
    entries = [f'msgid ""\nmsgstr ""\n{head}']
    entries += [
        f"#: {' '.join(places)}\nmsgid {_quoted(text)}\nmsgstr {_quoted(translations.get(text, ''))}"
        for text, places in texts.items()
    ]
    return "\n\n".join(entries) + "\n"


def compiled(translations: Mapping[str, str]) -> bytes:
    """The ``.mo`` file, always the same for the same translations."""
    pairs = sorted(
        (text.encode(), translation.encode()) for text, translation in {"": HEAD, **translations}.items() if translation
    )
    count = len(pairs)
    start = 28 + 16 * count
    tables, body = [], b""
    for column in zip(*pairs, strict=True):
        for text in column:
            tables.append(struct.pack("<2I", len(text), start + len(body)))
            body += text + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, start) + b"".join(tables) + body


def faults(translations: Mapping[str, str]) -> list[str]:
    """What is missing or does not go with its text."""
    return [f"{fault}: {text!r} → {said!r}" for text, said in translations.items() for fault in _faults(text, said)]


def _faults(text: str, said: str) -> Iterator[str]:
    if not said.strip():
        yield "not translated"
        return
    checks = (
        ("other placeholders", sorted(_places(text)) == sorted(_places(said))),
        ("other tags", sorted(TAG.findall(text)) == sorted(TAG.findall(said))),
        ("Polish letters", not POLISH.search(QUOTED.sub("", said))),
        ("other ellipsis", text.endswith("…") == said.endswith("…")),
        ("other line breaks", text.count("\n") == said.count("\n")),
        ("other spaces at the ends", (text[:1].isspace(), text[-1:].isspace()) == (said[:1].isspace(), said[-1:].isspace())),
        ("other mnemonic", text.count("&") == said.count("&")),
        ("other end", text.rstrip()[-1:] not in ".?:" or said.rstrip()[-1:] == text.rstrip()[-1:]),
        ("other patterns of files", re.findall(r"\*\.\w+|;;", text) == re.findall(r"\*\.\w+|;;", said)),
    )
    yield from (fault for fault, holds in checks if not holds)


def _places(text: str) -> Iterator[str]:
    for _text, name, spec, conversion in Formatter().parse(text):
        if name is not None:
            yield f"{name}!{conversion}:{spec}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t"}.get(match[1], match[1]), text)


def main(arguments: Sequence[str] = ()) -> int:
    """Write both files; the exit status says whether everything is translated well."""
    texts = texts_of(APP)
    known = {text: said for file in (CATALOGUE, *map(Path, arguments)) for text, said in read_catalogue(file).items()}
    translations = {text: known.get(text, "") for text in texts}
    CATALOGUE.write_text(written(texts, translations), encoding="utf-8", newline="\n")
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(translations))
    found = faults(translations)
    sys.stderr.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
