"""What every part of the writer knows about one conversion."""

from typing import NamedTuple

from app.base.environments import Environment
from app.booking.client import Client
from app.targets.contract import Batch
from app.targets.raks.options import RaksOptions, Tables


class Conversion(NamedTuple):
    """The client, the environment, the options and their tables."""

    client: Client
    environment: Environment
    options: RaksOptions
    tables: Tables


def conversion(batch: Batch, options: RaksOptions) -> Conversion:
    """The conversion of a batch."""
    return Conversion(batch.client, batch.environment, options, options.tables())
