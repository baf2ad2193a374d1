"""The data the program is told by: forms, rules, gates, letters and law, loaded from files and proved."""

from pipeline.catalogue.authoring import DataFile, State, plan_copy, plan_programme, where_from
from pipeline.catalogue.check import check_catalogue
from pipeline.catalogue.commented import commented_templates
from pipeline.catalogue.faults import DataFault
from pipeline.catalogue.files import shipped
from pipeline.catalogue.letters import lacking_parts
from pipeline.catalogue.load import Catalogue, Stopped
from pipeline.catalogue.overlay import load_catalogue

__all__ = [
    "Catalogue",
    "DataFault",
    "DataFile",
    "State",
    "Stopped",
    "check_catalogue",
    "commented_templates",
    "lacking_parts",
    "load_catalogue",
    "plan_copy",
    "plan_programme",
    "shipped",
    "where_from",
]
