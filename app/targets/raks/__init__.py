"""RAKS SQL: XML of journal documents (shared/formats/raks.md)."""

from app.targets.raks.target import Raks

__all__ = ["Raks"]
