"""Every code of a finding, read out of the program's source."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

APP = Path(__file__).resolve().parents[1] / "app"

# What makes a finding (or what becomes one), and which argument is its code.
MAKERS = {"notes": 0, "asks": 0, "blocks": 0, "Finding": 1, "Question": 0, "Rejected": 0, "UnreadableDocument": None}


@dataclass(frozen=True)
class Module:
    """What of a module concerns codes: its calls, and its functions that take a `code` (with its place) with the calls inside."""

    name: str
    calls: list[ast.Call]
    wrappers: list[tuple[str, int, list[ast.Call]]]
    constants: dict[str, str]


@lru_cache(maxsize=1)
def codes_in_source() -> dict[str, frozenset[str]]:
    """Codes with the files that make them (as ``booking/dates.py``).

    Functions that take a `code` and hand it to one of the `MAKERS`, themselves or through another such function, count as makers too.
    """
    modules = [_module(file) for file in sorted(APP.rglob("*.py"))]
    constants = {name: text for module in modules for name, text in module.constants.items()}
    makers: dict[str, int | None] = dict(MAKERS)
    while found := {name: place for module in modules for name, place in _wrapping(module, makers) if name not in makers}:
        makers |= found
    codes: dict[str, set[str]] = {}
    for module in modules:
        for call in module.calls:
            code = _text(_code_of(call, makers), constants)
            if code:
                codes.setdefault(code, set()).add(module.name)
    return {code: frozenset(files) for code, files in codes.items()}


def _module(file: Path) -> Module:
    module = Module(file.relative_to(APP).as_posix(), [], [], {})
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            module.calls.append(node)
        elif isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args]
            if "code" in names:
                inside = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
                module.wrappers.append((node.name, names.index("code") - (names[0] == "self"), inside))
    for node in tree.body:
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=str(text))):
                module.constants[name] = text
            case _:
                pass
    return module


def _wrapping(module: Module, makers: dict[str, int | None]) -> Iterator[tuple[str, int]]:
    for name, place, calls in module.wrappers:
        given = [_code_of(call, makers) for call in calls]
        if any(isinstance(one, ast.Name) and one.id == "code" for one in given):
            yield name, place


def _code_of(call: ast.Call, makers: dict[str, int | None]) -> ast.expr | None:
    name = call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""
    if name not in makers:
        return None
    for keyword in call.keywords:
        if keyword.arg == "code":
            return keyword.value
    place = makers[name]
    return call.args[place] if place is not None and place < len(call.args) else None


def _text(node: ast.expr | None, constants: dict[str, str]) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.Name(id=name):
            return constants.get(name, "")
        case _:
            return ""
