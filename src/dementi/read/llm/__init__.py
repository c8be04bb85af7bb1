"""Reading by a language model of the user's choice: its words are found in the document, or dropped."""

from __future__ import annotations

from dementi.read.llm.finder import LlmFinder, attributions_finder
from dementi.read.llm.settings import LlmSettings, settings_from
from dementi.read.llm.tally import LlmTally

__all__ = ["LlmFinder", "LlmSettings", "LlmTally", "attributions_finder", "settings_from"]
