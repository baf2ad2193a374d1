"""No deadline for single examples: they say nothing on a machine that is busy with the other tests."""

from hypothesis import settings

settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")
