"""From the courses of a programme to figures that may be published, and to a report that tells them."""

from pipeline.figures.count import Deadline, Material, Wait
from pipeline.figures.tell import tell_report

__all__ = ["Deadline", "Material", "Wait", "tell_report"]
