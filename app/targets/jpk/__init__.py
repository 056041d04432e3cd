"""JPK files as formats for merging and checking (shared/formats/jpk-as-import.md): V7M and V7K without the return, FA, PKPIR."""

from app.targets.jpk.fa.target import JpkFa
from app.targets.jpk.pkpir.target import JpkPkpir
from app.targets.jpk.v7.target import JpkV7k, JpkV7m

__all__ = ["JpkFa", "JpkPkpir", "JpkV7k", "JpkV7m"]
