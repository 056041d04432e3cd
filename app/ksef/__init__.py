"""KSeF as a client that only reads: sign-in, limits, listing, export packages, single documents.

Returns bytes and metadata, never an `Invoice`. The reference is the API guide (sections are cited as §) and the contract 2.9.0.
"""
