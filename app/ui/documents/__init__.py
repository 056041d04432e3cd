"""The table of documents with its filters and totals."""
