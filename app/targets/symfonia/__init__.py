"""Symfonia Finanse i Księgowość: text of *format 3.0* for Import specjalny (shared/formats/symfonia.md)."""

from app.targets.symfonia.target import Symfonia

__all__ = ["Symfonia"]
