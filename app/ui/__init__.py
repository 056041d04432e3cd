"""The windows: one of the two doors into `app.office`."""
