"""JPK_FA(4): invoices with their lines and orders."""
