"""The universal register: CSV for programs with a configurable text import, XLSX for the eye (shared/formats/universal-csv-xlsx.md)."""

from app.targets.sheet.csv_target import Csv
from app.targets.sheet.xlsx_target import Xlsx

__all__ = ["Csv", "Xlsx"]
