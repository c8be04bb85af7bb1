"""The dossier as one HTML file that needs nothing else: no network, no script, no font."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dementi.model import AFFIRMING, DENYING, WITHHOLDING, Dossier, Language
from dementi.report import safety, sentences
from dementi.report.charts import direction
from dementi.report.view import (
    POSITIONS,
    QUOTES_OPEN_MAX,
    VOICES_OPEN_MAX,
    dossier_view,
    stance_position,
)
from dementi.report.wording import Wording, wording

#: The shape that stands for each stance in charts; what is missing here is drawn as ``other``.
GLYPHS = frozenset(AFFIRMING | DENYING | WITHHOLDING | {"corrects"})


def html(dossier: Dossier) -> str:
    """The dossier as one self-contained page in its language."""
    words = wording(dossier.language)
    view = dossier_view(dossier, words)
    styles = stylesheet()
    return (
        environment(dossier.language)
        .get_template("dossier.html.j2")
        .render(
            view=view, dossier=dossier, styles=styles, styles_hash=_hash(styles), title=_title(dossier, words)
        )
    )


@cache
def environment(language: Language) -> Environment:
    """Templates with their filters and the words of a language; the workbench uses the same."""
    made = Environment(
        loader=PackageLoader("dementi.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    made.filters.update(
        marked=safety.marked,
        shown=safety.isolated,
        plain=safety.plain,
        href=safety.href,
        host=safety.host,
        language_tag=safety.language_tag,
    )
    made.globals.update(
        w=wording(language),
        sentences=sentences,
        direction=direction,
        glyph=lambda stance: stance if stance in GLYPHS else "other",
        stance_position=stance_position,
        positions=POSITIONS,
        quotes_open_max=QUOTES_OPEN_MAX,
        voices_open_max=VOICES_OPEN_MAX,
    )
    return made


@cache
def stylesheet() -> Markup:
    """The styles of dossier and workbench: our own file, so not escaped."""
    text = (files("dementi.report") / "templates" / "dossier.css").read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 — our own style sheet, nothing from a report


def _hash(styles: str) -> str:
    digest = hashlib.sha256(styles.encode()).digest()
    return "sha256-" + base64.b64encode(digest).decode()


def _title(dossier: Dossier, words: Wording) -> str:
    # A dossier that nobody named is called by the program's name, which says nothing of it.
    return words.t("page.untitled") if dossier.title == "Dementi" else dossier.title
