"""The data the program is told by: forms, rules, gates, letters and law, loaded from files and proved."""

from pipeline.catalogue.check import check_catalogue
from pipeline.catalogue.commented import commented_templates
from pipeline.catalogue.faults import DataFault
from pipeline.catalogue.letters import lacking_parts
from pipeline.catalogue.load import Catalogue, load_catalogue, shipped

__all__ = [
    "Catalogue",
    "DataFault",
    "check_catalogue",
    "commented_templates",
    "lacking_parts",
    "load_catalogue",
    "shipped",
]
