"""Forms to be filled in, made from schemas."""
