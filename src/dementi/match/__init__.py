"""Statements into claims: which speak of the same thing, how they stand to it, and which are echoes."""

from dementi.match.claims import claims
from dementi.match.questions import Question
from dementi.match.settings import MatchSettings
from dementi.match.weighing import weighing_claims

__all__ = ["MatchSettings", "Question", "claims", "weighing_claims"]
