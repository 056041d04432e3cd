"""Offices that have filled in every table which a target's settings have: by the target's id, as `--set` takes them.

A target whose usual settings are enough for every document needs no line here.
"""

from app.targets.options import parse_options
from tests.targets.raks.raks_reading import EVERY_RATE

COMPLETE = {
    "symfonia": {"register_oss": "rOSS Sprzedaż OSS", "account_vat_oss": "221-9"},
    "raks": {"rate_ids": EVERY_RATE, "without_register": "none"},
    "madar": {
        "document_types": (
            "S=FV;S-KOR=FK;S-WDT=WDT;S-eksport=EXP;S-trójstronna=TR;S-usługi UE=UE;Z=KSZ;Z-towary=PZ;Z-środek trwały=ST;"
            "Z-bez odliczenia=KSN"
        ),
        "cost_types": "usługi=KSZU",
    },
}


def complete_options(target):
    """The options of an office that has filled in everything."""
    return parse_options(target.options, COMPLETE.get(target.id, {}))
