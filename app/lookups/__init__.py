"""Public services other than KSeF: exchange rates of the NBP, the white list of VAT payers, releases of this program. Knows only `app.base`."""
