"""The docs say what the program does: every command, error and link."""

import re
from pathlib import Path

import pytest
from render_commands import PAGE, page

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")])
SOURCES = sorted((ROOT / "src").rglob("*.py"))
SLUG = re.compile(r'slug="([a-z-]+)"')


def test_commands_page_is_up_to_date(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"


def slugs() -> list[str]:
    return sorted({slug for path in SOURCES for slug in SLUG.findall(path.read_text(encoding="utf-8"))})


@pytest.mark.parametrize("slug", slugs())
def test_every_error_is_explained(slug: str) -> None:
    explained = (ROOT / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
    assert f"`{slug}`" in explained, f"docs/reference/errors.md does not explain [{slug}]"


def local_links() -> list[tuple[Path, str]]:
    link = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
    return [(path, target) for path in PAGES for target in link.findall(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(
    ("path", "target"), local_links(), ids=lambda value: str(value).replace(str(ROOT), "")
)
def test_links_lead_somewhere(path: Path, target: str) -> None:
    assert (path.parent / target).exists(), f"{path.relative_to(ROOT)} links to {target}, which is not there"


def test_readme_names_both_set_up_commands_and_fits_a_screen() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in readme
    assert "make test" in readme
    assert len(readme.splitlines()) <= 60


def test_every_example_command_in_the_docs_exists() -> None:
    commands = set(re.findall(r"^## dementi (\w+)", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE))
    for path in PAGES:
        if "decisions" in path.parts or path.name == "CHANGELOG.md":
            continue
        for used in re.findall(
            r"^\s*(?:\.venv/bin/)?dementi ([a-z]+)\b", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            assert used in commands, f"{path.relative_to(ROOT)} uses `dementi {used}`, which is no command"
