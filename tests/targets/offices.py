"""Offices that have filled in every table which a target's settings have: by the target's id, as `--set` takes them.

A target whose usual settings are enough for every document needs no line here.
"""

import msgspec

from app.booking.client import IncomeMethod
from app.targets.options import parse_options
from tests.targets.raks.raks_reading import EVERY_RATE

_TAXPAYER = {"tax_office": "2403", "email": "biuro@firma.example", "full_name": "Firma sp. z o.o."}
"""What the office's clients have on their cards, and the clients of public samples have not."""
_ENOVA_RATES = """23=23%
22=22%
8=8%
7=7%
5=5%
4=4%
3=3%
0=0%
wdt=WDT
eksport=EXP
zw=zw.
np=np.
ue=UE
oo=OO
rr7=7%
rr6,5=6,5%"""

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
    "enova": {"rate_codes": _ENOVA_RATES},
    "enova-xml": {"rate_codes": _ENOVA_RATES},
    "jpk-v7m": _TAXPAYER,
    "jpk-v7k": _TAXPAYER,
    "jpk-fa": {"tax_office": _TAXPAYER["tax_office"], "full_name": _TAXPAYER["full_name"], "purchases": "write"},
    "jpk-pkpir": _TAXPAYER,
}


def complete_options(target):
    """The options of an office that has filled in everything."""
    return parse_options(target.options, COMPLETE.get(target.id, {}))


def office_client(target, client):
    """The client as the target's office has him: JPK_PKPIR is of those who keep the book."""
    return msgspec.structs.replace(client, income_method=IncomeMethod.KPIR) if target.id == "jpk-pkpir" else client
