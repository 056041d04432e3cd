"""*Ustawienia* (Ctrl+,)."""
