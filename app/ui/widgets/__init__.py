"""Small widgets the views are put together from."""
