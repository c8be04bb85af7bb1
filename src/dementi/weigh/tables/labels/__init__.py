"""Closed labels: every source has its own way of confusing the few labels that an item may have."""

from dementi.weigh.tables.labels.fit import fit_labels

__all__ = ["fit_labels"]
