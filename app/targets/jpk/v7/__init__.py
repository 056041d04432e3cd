"""JPK_V7M(3) and JPK_V7K(3): the VAT registers without the return."""
