"""Findings about an invoice beyond what booking needs: arithmetic, identity, codes, dates, payment, habits (invoice guide §14, §15)."""
