"""Requests and answers held against the OpenAPI contract of KSeF (`../shared/ksef/open-api.json`); for the sandbox and for our client."""

import json
import re
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

# What a web server or a firewall answers before KSeF: the contract does not know these.
BEYOND = {0, 404, 406, 413, 421, 500, 502, 503, 504}


class Contract:
    """The contract; `problems` of what the sandbox recorded are sentences, none when all is well."""

    def __init__(self, shared: Path) -> None:
        self._contract = json.loads((shared / "ksef" / "open-api.json").read_text(encoding="utf-8"))
        self._components = nullable(self._contract["components"])
        self._paths = [(re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path)), path) for path in self._contract["paths"]]
        # /auth/sessions is not /auth/{referenceNumber}
        self._paths.sort(key=lambda item: item[1].count("{"))

    def operation(self, method: str, path: str) -> dict[str, Any] | None:
        """The call that a path (without /v2) belongs to."""
        for shape, name in self._paths:
            if shape.fullmatch(path) and method.lower() in self._contract["paths"][name]:
                found: dict[str, Any] = self._contract["paths"][name][method.lower()]
                return found
        return None

    def answer_problems(self, recorded: Any) -> list[str]:
        """What of a recorded answer is not as the contract says."""
        operation = self.operation(recorded.method, recorded.path)
        if operation is None or recorded.status in BEYOND:
            return []
        where = f"{recorded.method} {recorded.path} → {recorded.status}"
        if str(recorded.status) not in operation["responses"]:
            return [f"{where}: not in the contract"]
        contents = operation["responses"][str(recorded.status)].get("content", {})
        kind = recorded.answer_type.partition(";")[0]
        if not contents:
            return [] if recorded.answer is None else [f"{where}: a body where there is none"]
        if kind not in contents:
            return [f"{where}: {kind} instead of {sorted(contents)}"]
        return [] if kind == "application/xml" else self._violations(contents[kind]["schema"], recorded.answer, where)

    def request_problems(self, recorded: Any) -> list[str]:
        """What of a recorded request is not as the contract says."""
        operation = self.operation(recorded.method, recorded.path)
        where = f"{recorded.method} {recorded.path}"
        if operation is None:
            return [f"{where}: not in the contract"]
        problems = []
        known = {p["name"]: p for p in operation.get("parameters", []) if p["in"] == "query"}
        problems += [f"{where}: unknown parameter {name}" for name in recorded.query if name not in known]
        for name, value in recorded.query.items():
            schema = known.get(name, {}).get("schema", {})
            typed = int(value) if schema.get("type") == "integer" and value.lstrip("-").isdigit() else value
            problems += self._violations(schema, typed, f"{where}?{name}")
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if content:
            problems += self._violations(content["schema"], recorded.body, where)
        return problems

    def _violations(self, schema: dict[str, Any], value: Any, where: str) -> list[str]:
        validator = Draft202012Validator({"components": self._components, **nullable(schema)})
        return [
            f"{where}: {'/'.join(map(str, error.absolute_path))}: {error.message}"
            for error in validator.iter_errors(value)
            # Masked secrets keep their place, not their length.
            if error.instance != "***"
        ]


def nullable(schema: Any) -> Any:
    """OpenAPI 3.0 says `nullable`, JSON Schema says it is one of two types."""
    if isinstance(schema, list):
        return [nullable(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    rest = {key: nullable(value) for key, value in schema.items() if key not in ("nullable", "example", "discriminator")}
    return {"anyOf": [rest, {"type": "null"}]} if schema.get("nullable") is True else rest
