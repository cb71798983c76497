"""Make a recording of ``tfmock exec --record`` small enough to keep: ``python -m tests.data.trim IN OUT``.

Drops what the protocol adds, times of the recording, and reads that were repeated with the same answer.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

_NOISE = frozenset(
    {
        "Action", "Version", "Format", "AccessKeyId", "SignatureMethod", "SignatureVersion", "SignatureType",
        "Timestamp", "AcceptLanguage",
    }
)  # fmt: skip
_READS = ("Describe", "Get", "List", "Query")


def trim(lines: list[str]) -> list[dict[str, Any]]:
    lines_kept, seen = [], set()
    for line in lines:
        record = json.loads(line)
        reply = {name: value for name, value in record["reply"].items() if name not in ("RequestId", "Recommend")}
        entry = {
            "product": record["product"], "version": record["version"], "action": record["action"],
            "account": record["account"], "host": record["host"], "status": record["status"],
            "params": {name: value for name, value in record["params"].items() if name not in _NOISE}, "reply": reply,
        }  # fmt: skip
        if record["action"].startswith(_READS):
            same = json.dumps(entry, sort_keys=True)
            if same in seen:
                continue
            seen.add(same)
        lines_kept.append(entry)
    return lines_kept


def main() -> None:
    source, target = map(Path, sys.argv[1:])
    lines = trim(source.read_text(encoding="utf-8").splitlines())
    text = "".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) + "\n" for entry in lines)
    target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
