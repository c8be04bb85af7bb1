"""How many, how much: figures that differ by camp and day → an interval, and who stands where."""

from dementi.weigh.amounts.estimate import amount_estimates

__all__ = ["amount_estimates"]
