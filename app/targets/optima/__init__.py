"""Comarch ERP Optima: XML of *praca rozproszona* with contractors and VAT registers (shared/formats/optima-xml.md)."""

from app.targets.optima.target import Optima

__all__ = ["Optima"]
