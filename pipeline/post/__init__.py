"""Mails that come in, taken apart: what a person wrote, and the files that came with it."""

from pipeline.post.mail import AttachedFile, Mail, is_eml, open_parcel, read_mail
from pipeline.post.words import own_words

__all__ = ["AttachedFile", "Mail", "is_eml", "open_parcel", "own_words", "read_mail"]
