"""`python -m bench [PART …]`: print the tables; `python -m bench gate [--raise]`: hold the floors."""

import sys

from bench import gate, memory, quality, reader, start

PARTS = {"start": start.table, "reader": reader.table, "memory": memory.table, "quality": quality.table}


def main(names: list[str]) -> None:
    if names[:1] == ["gate"]:
        sys.exit(gate.main(names[1:]))
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        sys.exit(f"unknown part {unknown[0]}; expected gate or {', '.join(PARTS)}")
    for name in names or PARTS:
        print(f"\n## {name}\n", flush=True)
        print(PARTS[name](), flush=True)


main(sys.argv[1:])
