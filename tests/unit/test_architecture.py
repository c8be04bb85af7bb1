"""Imports go down only, so that each part can be read, replaced and tested alone."""

import ast
from pathlib import Path

import pytest

import dementi

ROOT = Path(dementi.__file__).parent
#: Floors from the ground up; a module may import from lower floors and from its own room.
FLOORS = [
    {"errors"},
    {"model"},
    {"text", "scales"},
    {"actors"},
    {"case", "load", "read", "match", "weigh", "report", "outlook", "relate"},
    {"pipeline", "evaluate", "overview"},
    {"benchmarks"},
    {"cli", "web"},
]
FLOOR_OF = {room: number for number, floor in enumerate(FLOORS) for room in floor}
MODULES = sorted(
    path for path in ROOT.rglob("*.py") if path.parent != ROOT or path.stem not in {"__init__", "__main__"}
)


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> list[tuple[str, int]]:
    """Each room of ours that the module imports from, with the line."""
    found: list[tuple[str, int]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "dementi":
            names = [f"dementi.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        else:
            continue
        found += [
            (name.split(".")[1], node.lineno)
            for name in names
            if name.startswith("dementi.") and name.split(".")[1] != "__version__"
        ]
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_imports_only_from_lower_floors_or_its_own_room(path: Path) -> None:
    room = room_of(path)
    assert room in FLOOR_OF, (
        f"{room} is a new room: give it a floor in this test and a line in docs/decisions/0001"
    )
    for imported, line in imported_rooms(path):
        is_allowed = imported == room or FLOOR_OF[imported] < FLOOR_OF[room]
        assert is_allowed, (
            f"{path.relative_to(ROOT)}:{line} imports {imported}, which does not lie below {room}. "
            "What two stages share belongs in model, text or actors; what joins them belongs in pipeline."
        )


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_own_code_is_imported_at_the_top(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            assert not (module or "").startswith("dementi"), (
                f"{path.relative_to(ROOT)}:{node.lineno} imports our own code inside {function.name}(): "
                "code that can be reached only so is in the wrong room."
            )
