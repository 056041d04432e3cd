"""What an invoice means for one client's books: `Invoice` + client + decisions → `Entry`."""
