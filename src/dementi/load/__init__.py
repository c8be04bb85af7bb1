"""Inputs to documents: files, folders, archives, addresses, standard input; and which are copies."""

from dementi.load.copying import copies
from dementi.load.examples import example
from dementi.load.languages import language_of_question
from dementi.load.loading import documents
from dementi.load.settings import LoadSettings

__all__ = ["LoadSettings", "copies", "documents", "example", "language_of_question"]
