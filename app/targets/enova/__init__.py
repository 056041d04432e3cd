"""enova365: *ewidencja dokumentów* as CSV and, experimentally, as XML."""

from app.targets.enova.csv_target import Enova
from app.targets.enova.xml_target import EnovaXml

__all__ = ["Enova", "EnovaXml"]
