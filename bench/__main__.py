"""`python -m bench [PART …]`: print the tables; parts are start, reader, memory, quality."""

import sys

from bench import memory, quality, reader, start

PARTS = {"start": start.table, "reader": reader.table, "memory": memory.table, "quality": quality.table}


def main(names: list[str]) -> None:
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        sys.exit(f"unknown part {unknown[0]}; expected {', '.join(PARTS)}")
    for name in names or PARTS:
        print(f"\n## {name}\n", flush=True)
        print(PARTS[name](), flush=True)


main(sys.argv[1:])
