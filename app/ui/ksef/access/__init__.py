"""The access wizard: who gives access, the secret, the live test."""
