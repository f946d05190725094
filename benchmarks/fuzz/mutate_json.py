"""Changes to JSON that leave it JSON: lines, a single value, or `window.YTD... = value`."""

from __future__ import annotations

import copy
import json
import re
from random import Random
from typing import Any

from benchmarks.fuzz import odd

ASSIGNMENT = re.compile(rb"\s*(?:(?:var|let|const)\s+\w|window\.|Grailbird\.)[^=\[{\"]*=\s*")


def change_json(data: bytes, chance: Random) -> bytes | None:
    """The data with one change; None where it is no JSON."""
    match = ASSIGNMENT.match(data)
    prefix = match.group() if match else b""
    body = data[len(prefix) :]
    value = _loaded(body)
    if value is not None:
        return prefix + _dumped(_changed(value, chance), chance)
    lines = [line for line in body.split(b"\n") if line.strip()]
    values = [_loaded(line) for line in lines]
    known = [at for at, value in enumerate(values) if value is not None]
    if not known:
        return None
    at = chance.choice(known)
    pick = chance.random()
    if pick < 0.1:
        lines.insert(at, lines[chance.randrange(len(lines))])
    elif pick < 0.15:
        del lines[at]
    else:
        lines[at] = _dumped(_changed(values[at], chance), chance, lines=True)
    return prefix + b"\n".join(lines) + b"\n"


def _loaded(data: bytes) -> Any:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict | list) else None


def _dumped(value: Any, chance: Random, lines: bool = False) -> bytes:
    try:
        text = json.dumps(
            value, ensure_ascii=chance.random() < 0.5, indent=2 if not lines and chance.random() < 0.2 else None
        )
    except (ValueError, RecursionError):
        return b"{}"
    return text.encode("utf-8", "surrogatepass")


def _nodes(value: Any, found: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """(container, key) of all values inside."""
    stack = [value]
    while stack and len(found) < 3000:
        one = stack.pop()
        pairs = one.items() if isinstance(one, dict) else enumerate(one) if isinstance(one, list) else ()
        for key, inner in pairs:
            found.append((one, key))
            if isinstance(inner, dict | list):
                stack.append(inner)
    return found


def _changed(value: Any, chance: Random) -> Any:
    nodes = _nodes(value, [])
    if not nodes or chance.random() < 0.02:
        return chance.choice(([value], {"data": value}, [value, odd.value(chance)], [value] * 3))
    holder, key = chance.choice(nodes)
    other, far = chance.choice(nodes)
    pick = chance.randrange(10)
    if pick < 4:
        holder[key] = odd.value(chance)
    elif pick == 4:
        del holder[key]
    elif pick == 5:
        holder[key] = copy.deepcopy(other[far])
    elif pick == 6 and isinstance(holder[key], str):
        cut = chance.randrange(len(holder[key]) + 1)
        holder[key] = holder[key][:cut] + odd.text(chance) + holder[key][cut:]
    elif pick == 6 and isinstance(holder[key], int | float):
        holder[key] = chance.choice((str(holder[key]), holder[key] * 1000, -holder[key], holder[key] + 0.5))
    elif pick == 7 and isinstance(holder, dict):
        names = [name for one, name in nodes if isinstance(one, dict)]
        holder[chance.choice(names)] = holder.pop(key)
    elif pick == 8:
        holder[key] = chance.choice(([holder[key]], {"id": holder[key]}, [holder[key], holder[key]]))
    elif chance.random() < 0.05:
        holder[key] = _deep(chance.choice(("[", "{")), holder[key])
    else:
        other[far], holder[key] = holder[key], copy.deepcopy(other[far])
        return value if _is_tree(value) else []
    return value


def _deep(bracket: str, value: Any) -> Any:
    """The value inside many others."""
    for _ in range(200):
        value = [value] if bracket == "[" else {"parent": value}
    return value


def _is_tree(value: Any) -> bool:
    """A swap may have put a value into itself."""
    try:
        json.dumps(value)
    except (ValueError, RecursionError):
        return False
    return True
