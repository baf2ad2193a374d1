"""Reading filled-in documents: what stands in them and where, nothing interpreted yet."""
