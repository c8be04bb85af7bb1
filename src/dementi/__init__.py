"""Dementi: what to believe when reports contradict each other."""

__version__ = "0.1.0"
