"""Metric math: reads and works out the expressions that dashboards and alarms are made of.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html

A value is a number, a series (moment → number), or several series, as SEARCH and METRICS give. Nothing of ministack is
in here: what SEARCH finds is asked of the caller.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

Series = dict[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    series: Series


Value = float | Series | list[Line]


class ExpressionError(ValueError):
    """What is wrong with an expression: one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What an expression may ask for besides its own numbers."""

    # By id: the other lines of the same request.
    metrics: Mapping[str, Line]
    # Every moment at which a line may have a value, in order.
    moments: Sequence[float]
    period: float = 60
    search: Callable[[str, str, float], list[Line]] = lambda *_: []
    # Ids in the order of METRICS().
    plain: Sequence[str] = field(default_factory=tuple)


_TOKEN = re.compile(
    r"""\s*(?:(\d+\.?\d*(?:[eE]-?\d+)?|\.\d+)|([A-Za-z_]\w*)|'([^']*)'|"([^"]*)"|(&&|\|\||[<>=!]=|[-+*/^()<>,\[\]]))"""
)
_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: a**b,
    "<": lambda a, b: float(a < b),
    ">": lambda a, b: float(a > b),
    "<=": lambda a, b: float(a <= b),
    ">=": lambda a, b: float(a >= b),
    "==": lambda a, b: float(a == b),
    "!=": lambda a, b: float(a != b),
    "AND": lambda a, b: float(bool(a) and bool(b)),
    "OR": lambda a, b: float(bool(a) or bool(b)),
}
_BINDS = {"OR": 1, "AND": 2, "==": 3, "!=": 3, "<": 3, ">": 3, "<=": 3, ">=": 3, "+": 4, "-": 4, "*": 5, "/": 5, "^": 7}
_UNARY_BINDS = 6
_SPELT = {"&&": "AND", "||": "OR", "and": "AND", "or": "OR"}
_EACH: dict[str, Callable[[float], float]] = {
    "ABS": abs, "CEIL": math.ceil, "FLOOR": math.floor, "LOG": math.log, "LOG10": math.log10,
}  # fmt: skip
_OVER: dict[str, Callable[[Sequence[float]], float]] = {
    "SUM": sum, "MIN": min, "MAX": max, "AVG": lambda values: sum(values) / len(values),
}  # fmt: skip


def evaluate(expression: str, setting: Setting) -> Value:
    """Raises ExpressionError for what cannot be read or is not known here."""
    tokens = list(_tokens(expression))
    value = _Reader(tokens, setting).read(0)
    if tokens:
        raise ExpressionError(f"{expression!r} goes on after its end: {tokens[0][1]!r}")
    return value


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at, text = 0, text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise ExpressionError(f"{text[at : at + 20]!r} cannot be read")
        kinds = ("number", "name", "text", "text", "sign")
        kind, word = next((k, w) for k, w in zip(kinds, found.groups(), strict=True) if w is not None)
        if kind in ("name", "sign") and _SPELT.get(word, word) in ("AND", "OR"):
            kind, word = "sign", _SPELT.get(word, word)
        yield kind, word
        at = found.end()


@dataclass(frozen=True, slots=True)
class _Reader:
    tokens: list[tuple[str, str]]
    setting: Setting

    def read(self, binds: int) -> Value:
        left = self._single()
        while self.tokens and self.tokens[0][0] == "sign" and _BINDS.get(self.tokens[0][1], -1) > binds:
            _, sign = self.tokens.pop(0)
            left = _combined(_ARITHMETIC[sign], left, self.read(_BINDS[sign]), outer=sign in ("AND", "OR"))
        return left

    def _single(self) -> Value:
        kind, word = self._next()
        match kind, word:
            case "number", _:
                return float(word)
            case "sign", "-":
                return _combined(_ARITHMETIC["*"], -1.0, self.read(_UNARY_BINDS))
            case "sign", "(":
                value = self.read(0)
                self._expect(")")
                return value
            case "sign", "[":
                return self._several("]")
            case "name", _ if self.tokens and self.tokens[0] == ("sign", "("):
                self.tokens.pop(0)
                return self._call(word)
            case "name", _ if word in self.setting.metrics:
                return dict(self.setting.metrics[word].series)
        raise ExpressionError(f"{word!r} is not known")

    def _next(self) -> tuple[str, str]:
        if not self.tokens:
            raise ExpressionError("the expression ends too early")
        return self.tokens.pop(0)

    def _expect(self, sign: str) -> None:
        if self._next() != ("sign", sign):
            raise ExpressionError(f"{sign!r} is missing")

    def _several(self, end: str) -> list[Line]:
        found: list[Line] = []
        while True:
            value = self.read(0)
            found += value if isinstance(value, list) else [Line("", _series(value, self.setting))]
            if (sign := self._next()) == ("sign", end):
                return found
            if sign != ("sign", ","):
                raise ExpressionError(f"{end!r} is missing")

    def _call(self, name: str) -> Value:
        if name == "SEARCH":
            texts = []
            for end in (",", ",", ")"):
                texts.append(self._next()[1])
                self._expect(end)
            return self.setting.search(texts[0], texts[1], float(texts[2]))
        if name == "METRICS":
            part = self._next()[1] if self.tokens[:1] != [("sign", ")")] else ""
            self._expect(")")
            return [self.setting.metrics[each] for each in self.setting.plain if part in each]
        arguments: list[Any] = []
        if self.tokens[:1] == [("sign", ")")]:
            self.tokens.pop(0)
        else:
            while True:
                repeats = self.tokens[:1] in ([("name", "REPEAT")], [("name", "LINEAR")])
                arguments.append(self._next()[1] if repeats else self.read(0))
                if (sign := self._next()) == ("sign", ")"):
                    break
                if sign != ("sign", ","):
                    raise ExpressionError(f"{name} lacks its end")
        return _applied(name, arguments, self.setting)


def _applied(name: str, arguments: list[Any], setting: Setting) -> Value:
    match name, arguments:
        case "FILL", [value, fill]:
            return _each_line(value, lambda series: _filled(series, fill, setting))
        case "IF", [condition, yes, *rest]:
            return _chosen(condition, yes, rest[0] if rest else {}, setting)
        case ("TIME_SERIES", [float() as number]):
            return dict.fromkeys(setting.moments, number)
        case ("PERIOD", [_]):
            return float(setting.period)
        case ("RATE", [value]):
            return _each_line(value, lambda series: _steps(series, by_time=True))
        case ("DIFF", [value]):
            return _each_line(value, lambda series: _steps(series, by_time=False))
        case ("RUNNING_SUM", [value]):
            return _each_line(value, _running)
        case (_, [value]) if name in _EACH:
            each = _EACH[name]
            return each(value) if isinstance(value, float) else _each_line(value, lambda s: {t: each(s[t]) for t in s})
        case (_, [value]) if name in _OVER:
            over = _OVER[name]
            if isinstance(value, list):
                moments = sorted({moment for line in value for moment in line.series})
                return {t: float(over([line.series[t] for line in value if t in line.series])) for t in moments}
            values = list(value.values()) if isinstance(value, dict) else [value]
            return float(over(values)) if values else 0.0
    raise ExpressionError(f"{name} of {len(arguments)} is not known")


def _series(value: Value, setting: Setting) -> Series:
    if isinstance(value, list):
        raise ExpressionError("one series is wanted, and not several")
    return value if isinstance(value, dict) else dict.fromkeys(setting.moments, value)


def _each_line(value: Value, change: Callable[[Series], Series]) -> Value:
    if isinstance(value, float):
        raise ExpressionError("a series is wanted, and not a number")
    if isinstance(value, list):
        return [Line(line.label, change(line.series)) for line in value]
    return change(value)


def _combined(work: Callable[[float, float], float], one: Value, other: Value, *, outer: bool = False) -> Value:
    if isinstance(one, list):
        return [Line(line.label, _as_series(_combined(work, line.series, other))) for line in one]
    if isinstance(other, list):
        return [Line(line.label, _as_series(_combined(work, one, line.series))) for line in other]
    if isinstance(one, float) and isinstance(other, float):
        return _safe(work, one, other) or 0.0
    moments = (
        one.keys() & other.keys() if isinstance(one, dict) and isinstance(other, dict) else _as_moments(one, other)
    )
    if outer and isinstance(one, dict) and isinstance(other, dict):
        moments = one.keys() | other.keys()
    found = {t: _safe(work, _at(one, t), _at(other, t)) for t in sorted(moments)}
    return {t: number for t, number in found.items() if number is not None}


def _as_moments(one: Value, other: Value) -> set[float]:
    return set(one) if isinstance(one, dict) else set(other) if isinstance(other, dict) else set()


def _as_series(value: Value) -> Series:
    return value if isinstance(value, dict) else {}


def _at(value: Value, moment: float) -> float:
    return value.get(moment, 0.0) if isinstance(value, dict) else value if isinstance(value, float) else 0.0


def _safe(work: Callable[[float, float], float], one: float, other: float) -> float | None:
    """None where there is no number, as after a division by zero: CloudWatch leaves that datapoint out."""
    try:
        return float(work(one, other))
    except (ZeroDivisionError, OverflowError, TypeError):
        return None


def _filled(series: Series, fill: Any, setting: Setting) -> Series:
    found, last = {}, None
    for moment in sorted({*setting.moments, *series}):
        if moment in series:
            last = series[moment]
            found[moment] = last
        elif isinstance(fill, float):
            found[moment] = fill
        elif isinstance(fill, dict):
            found[moment] = fill.get(moment, 0.0)
        elif last is not None:
            found[moment] = last  # REPEAT; LINEAR is drawn the same here, for there is no later point to aim at
    return found


def _chosen(condition: Value, yes: Value, no: Value, setting: Setting) -> Value:
    if isinstance(condition, float):
        return yes if condition else no
    picked: Series = {}
    for moment, holds in _series(condition, setting).items():
        way = yes if holds else no
        if not isinstance(way, dict) or moment in way:
            picked[moment] = _at(way, moment)
    return picked


def _steps(series: Series, *, by_time: bool) -> Series:
    moments = sorted(series)
    return {
        later: (series[later] - series[earlier]) / ((later - earlier) if by_time else 1)
        for earlier, later in pairwise(moments)
    }


def _running(series: Series) -> Series:
    total, found = 0.0, {}
    for moment in sorted(series):
        total += series[moment]
        found[moment] = total
    return found
