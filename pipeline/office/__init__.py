"""What LibreOffice does for us where it is installed: reads other kinds of document, prints ours as PDF."""

from pipeline.office.printing import print_pdfs
from pipeline.office.reading import convert_to_word, left_behind
from pipeline.office.running import available

__all__ = ["available", "convert_to_word", "left_behind", "print_pdfs"]
