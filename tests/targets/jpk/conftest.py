"""Fixtures of the JPK tests: the schemas, and batches of a client as each file needs him."""

from pathlib import Path

import msgspec
import pytest
from lxml import etree

from app.booking.client import IncomeMethod
from tests.cast import CLIENTS
from tests.targets.jpk.cases import FILES


@pytest.fixture(scope="session")
def schemas(shared):
    """The schema of each target, by its id. Offline: what they import lies beside them."""
    folder = shared / "formats" / "jpk"
    return {target: _schema(folder / name) for target, name in FILES.items()}


def _schema(path: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(path, etree.XMLParser(no_network=True)))


@pytest.fixture
def batch_for(own_entries, batch_of):
    """A batch of our own invoices for a target: ``batch_for("jpk-v7m", "stolarnia", "fa3-vat")``. The book is kept by every client."""

    def made(target, client, *names, **decisions):
        batch = batch_of(client, [entry for name in names for entry in own_entries(name, **decisions)])
        if target != "jpk-pkpir":
            return batch
        keeper = msgspec.structs.replace(CLIENTS[client], income_method=IncomeMethod.KPIR)
        return type(batch)(client=keeper, entries=batch.entries, written_at=batch.written_at, environment=batch.environment)

    return made
