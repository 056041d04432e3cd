"""MADAR: CSV of VAT registers (shared/formats/madar.md)."""

from app.targets.madar.target import Madar

__all__ = ["Madar"]
