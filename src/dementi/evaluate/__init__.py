"""Scores of the parts of Dementi against gold files."""

from dementi.evaluate.reader import ReaderError, ReaderScores, Score, evaluate_reader, table

__all__ = ["ReaderError", "ReaderScores", "Score", "evaluate_reader", "table"]
