"""How a client's books are kept: his profile, his rules, and what is set on one document by hand."""
