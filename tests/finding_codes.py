"""Every code of a finding, read out of the program's source."""

import ast
from collections.abc import Iterator
from pathlib import Path

APP = Path(__file__).resolve().parents[1] / "app"

# What makes a finding (or what becomes one), and which argument is its code.
MAKERS = {"notes": 0, "asks": 0, "blocks": 0, "Finding": 1, "Question": 0, "Rejected": 0, "UnreadableDocument": None}


def codes_in_source() -> dict[str, set[str]]:
    """Codes with the files that make them (as ``booking/dates.py``).

    Functions that take a `code` and hand it to one of the `MAKERS`, themselves or through another such function, count as makers too.
    """
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in sorted(APP.rglob("*.py"))}
    constants = {name: text for tree in trees.values() for name, text in _constants(tree)}
    makers: dict[str, int | None] = dict(MAKERS)
    while found := {name: place for tree in trees.values() for name, place in _wrappers(tree, makers) if name not in makers}:
        makers |= found
    codes: dict[str, set[str]] = {}
    for file, tree in trees.items():
        for call in _calls(tree, makers):
            code = _text(_code_of(call, makers), constants)
            if code:
                codes.setdefault(code, set()).add(file.relative_to(APP).as_posix())
    return codes


def _constants(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in tree.body:
        target = node.target if isinstance(node, ast.AnnAssign) else None
        if isinstance(target, ast.Name) and isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Constant):
            if isinstance(node.value.value, str):
                yield target.id, node.value.value


def _calls(tree: ast.AST, makers: dict[str, int | None]) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node) in makers:
            yield node


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _code_of(call: ast.Call, makers: dict[str, int | None]) -> ast.expr | None:
    for keyword in call.keywords:
        if keyword.arg == "code":
            return keyword.value
    place = makers[_name(call)]
    return call.args[place] if place is not None and place < len(call.args) else None


def _wrappers(tree: ast.Module, makers: dict[str, int | None]) -> Iterator[tuple[str, int | None]]:
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        names = [argument.arg for argument in function.args.args]
        if "code" not in names:
            continue
        for call in _calls(function, makers):
            given = _code_of(call, makers)
            if isinstance(given, ast.Name) and given.id == "code":
                yield function.name, names.index("code") - (names[0] == "self")


def _text(node: ast.expr | None, constants: dict[str, str]) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Name):
        return constants.get(node.id, "")
    return ""
