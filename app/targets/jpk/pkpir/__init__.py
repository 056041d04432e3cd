"""JPK_PKPIR(3): rows of the revenue and expense book."""
