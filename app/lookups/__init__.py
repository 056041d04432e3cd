"""Public services other than KSeF: the exchange rates of the NBP and the white list of VAT payers. Knows only `app.base`."""
