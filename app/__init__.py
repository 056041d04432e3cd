"""Konwerter KSeF: invoices from KSeF into the import files of bookkeeping programs."""

__version__ = "0.1.0"
