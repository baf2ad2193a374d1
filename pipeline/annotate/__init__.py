"""The sender's own document back, with a comment at each place that needs a look, and otherwise unchanged."""
