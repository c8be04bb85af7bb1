"""The sample dossier, in both languages."""

from __future__ import annotations

import pytest
import report_sample

from dementi.model import Dossier


@pytest.fixture(params=["de", "en"])
def dossier(request: pytest.FixtureRequest) -> Dossier:
    return report_sample.dossier(request.param)
