"""Scores of the parts of Dementi against gold files."""

from dementi.evaluate.factuality import (
    FactualityScore,
    FactualityScores,
    evaluate_factuality,
    factuality_table,
)
from dementi.evaluate.reader import evaluate_reader
from dementi.evaluate.records import Agreement, Confusion, ReaderError, ReaderScores, Score
from dementi.evaluate.tables import table

__all__ = [
    "Agreement", "Confusion", "FactualityScore", "FactualityScores", "ReaderError", "ReaderScores", "Score",
    "evaluate_factuality", "evaluate_reader", "factuality_table", "table",
]  # fmt: skip
