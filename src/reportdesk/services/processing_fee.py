"""信息处理费: what an application costs, in whole 元. Rates stand in resources/fees.toml."""

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

import msgspec

from reportdesk import resources
from reportdesk.errors import ReportDeskError

MOST = 100_000
Way = Literal["items", "pages"]


class FeeError(ReportDeskError):
    """A number that no fee can be worked out for."""


class Band(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Up to and with the `upto`-th each costs `rate` 元."""

    upto: int
    rate: int


class Tariff(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One way to charge. Above the bands each costs `above` 元, or the rate grows by `rise` with every `step`."""

    name: str
    unit: str
    per: str
    bands: list[Band]
    above: int = 0
    step: int = 0
    rise: int = 0


class Tariffs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file of rates: by number (按件) and by quantity (按量)."""

    name: str
    items: Tariff
    pages: Tariff


class Part(NamedTuple):
    """The `first` to the `last` at `rate` 元 each make `amount` 元."""

    first: int
    last: int
    rate: int
    amount: int


class Fee(NamedTuple):
    """A fee in 元 and how it comes about, band by band."""

    amount: int
    parts: tuple[Part, ...]


@lru_cache(maxsize=1)
def tariffs() -> Tariffs:
    """The shipped rates."""
    with resources.path("fees.toml").open("rb") as file:
        return msgspec.convert(tomllib.load(file), Tariffs)


def processing_fee(number: int, way: Way) -> Fee:
    """What so many applications of one applicant in one calendar month ("items"), or so many pages provided for one
    application ("pages"), cost. Raises FeeError below 0 and above MOST."""
    tariff: Tariff = getattr(tariffs(), way)
    if not 0 <= number <= MOST:
        raise FeeError(f"{tariff.unit}数请填 0 至 {MOST} 的整数（现为 {number}）。")
    parts = []
    done = 0
    for upto, rate in _bands(tariff, number):
        last = min(upto, number)
        if last > done:
            parts.append(Part(done + 1, last, rate, (last - done) * rate))
            done = last
    return Fee(sum(part.amount for part in parts), tuple(parts))


def explain_fee(number: int, way: Way) -> list[str]:
    """The fee in lines as a clerk would write them down. Raises FeeError."""
    tariff: Tariff = getattr(tariffs(), way)
    found = processing_fee(number, way)
    lines = [
        f"第 {part.first}—{part.last} {tariff.unit}：{part.last - part.first + 1} {tariff.unit} × {part.rate} 元 "
        f"＝ {part.amount} 元"
        for part in found.parts
    ]
    return [*lines, f"合计 {found.amount} 元"]


def _bands(tariff: Tariff, number: int) -> Iterable[tuple[int, int]]:
    upto, rate = 0, 0
    for band in tariff.bands:
        upto, rate = band.upto, band.rate
        yield upto, rate
    if not tariff.step:
        yield max(number, upto), tariff.above
        return
    while upto < number:
        upto, rate = upto + tariff.step, rate + tariff.rise
        yield upto, rate
