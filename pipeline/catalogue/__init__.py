"""The data the program is told by: forms, rules, gates, letters and law, loaded from files and proved."""

from pipeline.catalogue.check import Fault, check_catalogue
from pipeline.catalogue.load import Catalogue, load_catalogue, shipped

__all__ = ["Catalogue", "Fault", "check_catalogue", "load_catalogue", "shipped"]
