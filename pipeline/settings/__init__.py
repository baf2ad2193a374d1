"""The workspace's `skoleflex.toml`: where things lie, and who gets what. The only reader of settings."""

from pipeline.settings.reading import FILE, REGISTER_URL, open_areas, open_workspace
from pipeline.settings.starting import narrow_permissions, start_workspace
from pipeline.settings.workspace import MARK, Pace, Workspace

__all__ = [
    "FILE",
    "MARK",
    "REGISTER_URL",
    "Pace",
    "Workspace",
    "narrow_permissions",
    "open_areas",
    "open_workspace",
    "start_workspace",
]
