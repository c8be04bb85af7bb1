"""Settings of the reader llm: from options and the environment, and what is refused."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from dementi.errors import UsageError
from dementi.read.llm.settings import LlmSettings, cache_path, check, settings_from

ROOT = Path(__file__).parents[2]
NEEDED = {"url": "http://localhost:11434/v1", "model": "m"}


def test_an_option_goes_before_the_environment() -> None:
    environment = {
        "DEMENTI_LLM_URL": "https://example.org/v1",
        "DEMENTI_LLM_MODEL": "of-the-environment",
        "DEMENTI_LLM_KEY": "secret",
        "DEMENTI_LLM_TOKEN_LIMIT": "5000",
        "DEMENTI_LLM_TIMEOUT": "2.5",
        "DEMENTI_LLM_CACHE": "answers.sqlite",
        "DEMENTI_LLM_ALLOW_PLAIN_HTTP": "true",
        "DEMENTI_LLM_PARALLEL": "",
    }
    settings = settings_from({"model": "of-the-option", "url": None}, environment)
    assert settings == LlmSettings(
        url="https://example.org/v1", model="of-the-option", key="secret", token_limit=5000, timeout=2.5,
        cache=Path("answers.sqlite"), allow_plain_http=True,
    )  # fmt: skip


def test_a_key_of_digits_stays_text() -> None:
    assert settings_from(NEEDED, {"DEMENTI_LLM_KEY": "12345"}).key == "12345"


@pytest.mark.parametrize(
    ("given", "environment", "slug"),
    [
        ({"model": "m"}, {}, "llm-settings"),
        ({"url": "http://localhost/v1"}, {}, "llm-settings"),
        (NEEDED, {"DEMENTI_LLM_PARALLEL": "many"}, "llm-settings"),
        (NEEDED, {"DEMENTI_LLM_PARALLEL": "0"}, "llm-settings"),
        (NEEDED, {"DEMENTI_LLM_TIMEOUT": "-1"}, "llm-settings"),
        (NEEDED, {"DEMENTI_LLM_COST_LIMIT": "1"}, "llm-settings"),
        ({**NEEDED, "url": "ftp://localhost/v1"}, {}, "llm-settings"),
        ({**NEEDED, "url": "localhost:11434"}, {}, "llm-settings"),
        ({**NEEDED, "url": "https://me:word@example.org/v1"}, {}, "llm-settings"),
        ({**NEEDED, "url": "http://example.org/v1"}, {}, "llm-plain-http"),
        ({**NEEDED, "url": "http://192.168.1.7:8000/v1"}, {}, "llm-plain-http"),
        ({**NEEDED, "url": "http://localhost.example.org/v1"}, {}, "llm-plain-http"),
        ({**NEEDED, "url": "http://127.0.0.1.example.org/v1"}, {}, "llm-plain-http"),
        ({**NEEDED, "url": "http://localhost@example.org/v1"}, {}, "llm-settings"),
    ],
)
def test_what_cannot_work_or_is_not_safe_is_refused(
    given: dict[str, Any], environment: dict[str, str], slug: str
) -> None:
    with pytest.raises(UsageError) as told:
        settings_from(given, environment)
    assert told.value.slug == slug


@pytest.mark.parametrize(
    ("url", "is_local"),
    [
        ("http://localhost:1/v1", True),
        ("http://LOCALHOST./v1", True),
        ("http://ollama.localhost/v1", True),
        ("http://127.8.8.8/v1", True),
        ("http://[::1]:8080/v1", True),
        ("https://0.0.0.0/v1", False),
        ("https://10.0.0.1/v1", False),
        ("https://notlocalhost/v1", False),
    ],
)
def test_which_addresses_are_this_machine(url: str, is_local: bool) -> None:
    assert LlmSettings(url=url, model="m").is_local is is_local


def test_plain_http_can_be_allowed() -> None:
    check(LlmSettings(url="http://192.168.1.7:8000/v1", model="m", allow_plain_http=True))


def test_neither_the_key_nor_a_password_is_ever_shown() -> None:
    settings = LlmSettings(url="https://me:word@example.org/v1", model="m", key="secret")
    assert "secret" not in repr(settings)
    with pytest.raises(UsageError) as told:
        check(settings)
    assert "word" not in str(told.value)


def test_the_answers_lie_in_the_cache_folder() -> None:
    settings = LlmSettings(**NEEDED)
    assert cache_path(settings, {"XDG_CACHE_HOME": "caches"}) == Path("caches/dementi/llm.sqlite")
    assert cache_path(settings, {}).name == "llm.sqlite"


def test_the_tests_install_what_the_extra_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(project["project"]["optional-dependencies"]["llm"]) <= set(project["dependency-groups"]["dev"])
