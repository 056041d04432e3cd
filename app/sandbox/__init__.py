"""A small faithful KSeF on loopback: the training environment, and the peer of our own tests (KSeF API guide §12).

It imports `app.base` and nothing else of ours, so that it cannot share a mistake with `app.ksef`: its signatures, keys, check digits and
archives are its own. What the contract and the guide leave open is marked "inferred" where it is decided.
"""
