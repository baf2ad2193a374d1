"""skoleflex: forms in, letters out, and nothing lost on the way."""

__version__ = "0.1.0"
