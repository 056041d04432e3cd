"""A sandbox with many documents in a process of its own, so that its memory and time are not counted. Prints its address and a token."""

import datetime as dt
import re
import sys
from pathlib import Path

from app.sandbox.limits import Limits
from app.sandbox.server import Sandbox
from app.sandbox.training import Seed

NIP = "9992014701"


def main(count: int, invoices: Path) -> None:
    """Serve `count` invoices until standard input ends."""
    kinds = [
        (invoices / f"{name}.xml").read_bytes() for name in ("fa3-vat", "fa3-kor-in-plus", "fa3-eur-kurs", "fa3-kor-roznice")
    ]
    with Sandbox(Seed.empty(NIP), limits=Limits.none(), export_polls=0) as ksef:
        begun = ksef.clock.now() - dt.timedelta(days=30)
        for number in range(count):
            xml = re.sub(rb"<P_2>.*?</P_2>", b"<P_2>FV/%d/2026</P_2>" % number, kinds[number % len(kinds)], count=1)
            ksef.add_invoice(xml, stored=begun + dt.timedelta(seconds=number))
        sys.stdout.write(f"{ksef.base_url} {ksef.training_token(NIP)}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
