"""Lists what a built program is made of, as CycloneDX 1.6: ``python resources/sbom.py WYNIK.json``.

Run it with the Python that ran PyInstaller, since it lists what is installed there.
"""

import datetime as dt
import json
import sys
import uuid
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app import __version__
from app.office.licences import Part, bundled_parts, libraries_here


def bill_of_materials(made_at: dt.datetime) -> dict[str, Any]:
    """The bill: the program, and one component for each part that *O programie* names. `made_at` is aware UTC."""
    libraries = {library.name for library in libraries_here()}
    components = [_component(part, library=part.name in libraries) for part in bundled_parts()]
    program = {"type": "application", "bom-ref": "konwerter-ksef", "name": "konwerter-ksef", "version": __version__}
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid4()}",
        "version": 1,
        "metadata": {
            "timestamp": made_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {**program, "licenses": [{"license": {"id": "MIT"}}]},
        },
        "components": components,
        "dependencies": [{"ref": "konwerter-ksef", "dependsOn": [component["bom-ref"] for component in components]}],
    }


def _component(part: Part, *, library: bool) -> dict[str, Any]:
    component: dict[str, Any] = {"type": "library", "name": part.name, "licenses": [{"license": {"name": part.licence}}]}
    if part.version:
        component["version"] = part.version
    if library:
        component["purl"] = f"pkg:pypi/{part.name.lower().replace('_', '-')}@{part.version}"
    component["bom-ref"] = component.get("purl", part.name)
    return component


if __name__ == "__main__":
    bill = bill_of_materials(dt.datetime.now(dt.UTC))
    Path(sys.argv[1]).write_text(json.dumps(bill, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
