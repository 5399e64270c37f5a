"""Benchmarks that compare, in one run on one machine, our work with a plain measure.

A ratio travels from machine to machine as seconds do not. Each benchmark is a function
that returns measures; a new one is a module here that calls `benchmark`, imported by
the command.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from time import perf_counter

BENCHMARKS: dict[str, Callable] = {}


@dataclass(frozen=True)
class Measure:
    """One comparison; `ratio` is our time over the other's, at most `target`."""

    work: str
    scale: str
    against: str
    ratio: float
    target: float
    versions: dict = field(default_factory=dict)

    @property
    def met(self):
        return self.ratio <= self.target

    def as_json(self):
        return {
            "work": self.work,
            "scale": self.scale,
            "against": self.against,
            "ratio": round(self.ratio, 3),
            "target": self.target,
            "met": self.met,
            "versions": self.versions,
        }


class NothingToMeasure(Exception):
    """The database holds too little; the message says what to load."""


def benchmark(name):
    """Decorator: `bench NAME` runs the function, which returns a list of measures."""

    def record(function):
        BENCHMARKS[name] = function
        return function

    return record


def best(*works, rounds=5):
    """Shortest seconds of each of `works`, run in turn so that noise hits all alike.

    The shortest, because whatever else the machine does can only add to it.
    """
    for work in works:
        work()
    seconds = [[] for _ in works]
    for _ in range(rounds):
        for taken, work in zip(seconds, works, strict=True):
            start = perf_counter()
            work()
            taken.append(perf_counter() - start)
    return [min(taken) for taken in seconds]


def versions(connection, *packages):
    """What was measured with: Python, PostgreSQL and the named packages."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgres = cursor.fetchone()[0]
    python = ".".join(map(str, sys.version_info[:3]))
    named = {package: version(package) for package in ("django", *packages)}
    return {"python": python, "postgresql": postgres, **named}
