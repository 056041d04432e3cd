"""What an edit has changed in the books: the fields of the declaration and the cost, before and after."""

from decimal import Decimal
from html import escape

from app.base.money import ZERO, format_amount
from app.base.texts import _
from app.booking.deduction import lost_tax
from app.booking.entry import Entry
from app.booking.jpk import register_fields
from app.ui.theme import Colours
from app.ui.wording import month_name


def changes(before: Entry, after: Entry) -> list[tuple[str, str, str]]:
    """What differs: its name, the value before, the value after. Empty where the edit changes no figure and no month."""
    old, new = register_fields(before), register_fields(after)
    rows = [(_("Okres VAT"), month_name(before.vat_period), month_name(after.vat_period))]
    rows += [(name, _amount(old.get(name)), _amount(new.get(name))) for name in dict.fromkeys([*old, *new])]
    rows += [
        (_("VAT bez odliczenia"), _amount(lost_tax(before)), _amount(lost_tax(after))),
        (_("Kwota do podatku dochodowego"), _amount(before.income.net_pln), _amount(after.income.net_pln)),
        (_("Kolumna KPiR"), before.income.column or "–", after.income.column or "–"),
    ]
    return [row for row in rows if row[1] != row[2]]


def change_html(before: Entry, after: Entry, colours: Colours) -> str:
    """The same as HTML; empty where nothing differs."""
    rows = "".join(
        f"<tr>{_cell(escape(name))}{_cell(escape(old), 'right', colours.muted)}{_cell('→')}{_cell(f'<b>{escape(new)}</b>', 'right')}</tr>"
        for name, old, new in changes(before, after)
    )
    if not rows:
        return ""
    title = escape(_("Skutek ostatniej zmiany"))
    inner = f'<span style="color: {colours.ok}; font-weight: bold">{title}</span><table cellspacing="0">{rows}</table>'
    return f'<table width="100%" cellspacing="0" cellpadding="8" bgcolor="{colours.ok_soft}"><tr><td>{inner}</td></tr></table>'


def _cell(text: str, align: str = "left", colour: str = "") -> str:
    ink = f" color: {colour};" if colour else ""
    return f'<td align="{align}" style="padding: 3px 12px 3px 0; white-space: nowrap;{ink}">{text}</td>'


def _amount(amount: Decimal | None) -> str:
    return format_amount(ZERO if amount is None else amount)
