"""WAPRO Kaper and WAPRO Fakir: documents in WAPRO XML (MAGIK_EKSPORT)."""

from app.targets.wapro.target import Wapro

__all__ = ["Wapro"]
