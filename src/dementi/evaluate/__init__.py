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
from dementi.evaluate.weighing import Moment, WeighScores, evaluate_weigh
from dementi.evaluate.weighing_table import weigh_table

__all__ = [
    "Agreement", "Confusion", "FactualityScore", "FactualityScores", "Moment", "ReaderError", "ReaderScores",
    "Score", "WeighScores", "evaluate_factuality", "evaluate_reader", "evaluate_weigh", "factuality_table",
    "table", "weigh_table",
]  # fmt: skip
