"""What people and programs do to filled forms; importing this knows all of it."""

from tests.misuse import harmless, inside, outside, structure
from tests.misuse.edit import FINDING, MISUSES, SAME, VISIBLE, Misuse

__all__ = ["FINDING", "MISUSES", "SAME", "VISIBLE", "Misuse", "harmless", "inside", "outside", "structure"]
