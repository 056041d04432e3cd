"""EDI++ (.epp): the communication file of the InsERT line, written for the accounting office (purpose 0)."""

from app.targets.epp.target import Epp

__all__ = ["Epp"]
