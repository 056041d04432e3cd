"""What a structured invoice says: the frozen model and the readers of its forms."""
