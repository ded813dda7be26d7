"""The front door: the product is put together here."""
