"""Refuses dependencies whose licence is not on the list below.

Reads `cargo metadata --format-version 1` from standard input and needs nothing else,
so that it also runs without a network. Licence expressions are those of SPDX:
OR (or the old "/") needs one side, AND needs both, "X WITH exception" counts as X.
`licences.py --self-test` checks the reading of expressions.
"""

import json
import re
import sys

ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OpenSSL",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
    "zlib-acknowledgement",
}


class Expression:
    """One licence expression, read by descent: or → and → one licence."""

    def __init__(self, text: str) -> None:
        self.words = re.findall(r"[()/]|[^\s()/]+", text)

    def is_allowed(self) -> bool:
        allowed = self.either()
        if self.words:
            raise ValueError(f"unexpected {self.words[0]!r}")
        return allowed

    def either(self) -> bool:
        allowed = self.both()
        while self.take("OR", "/"):
            # Read the right side first: `or` would skip it.
            allowed = self.both() or allowed
        return allowed

    def both(self) -> bool:
        allowed = self.one()
        while self.take("AND"):
            allowed = self.one() and allowed
        return allowed

    def one(self) -> bool:
        if self.take("("):
            allowed = self.either()
            if not self.take(")"):
                raise ValueError("a parenthesis is not closed")
            return allowed
        if not self.words or self.words[0].upper() in {"AND", "OR", "WITH", ")", "/"}:
            raise ValueError("a licence is missing")
        licence = self.words.pop(0)
        if self.take("WITH"):
            if not self.words:
                raise ValueError("an exception is missing")
            self.words.pop(0)
        return licence in ALLOWED

    def take(self, *words: str) -> bool:
        if self.words and self.words[0].upper() in words:
            self.words.pop(0)
            return True
        return False


def objection(package: dict) -> str | None:
    """What is wrong with the licence of a package, in words."""
    licence = package["license"]
    if not licence:
        return "states no licence"
    try:
        return None if Expression(licence).is_allowed() else f"is under {licence}"
    except ValueError as error:
        return f"has a licence that cannot be read: {licence} ({error})"


def self_test() -> None:
    for text, expected in [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("MIT/GPL-3.0-only", True),
        ("GPL-2.0-only / MIT", True),
        ("MIT AND GPL-3.0-only", False),
        ("Apache-2.0 WITH LLVM-exception OR GPL-2.0-only", True),
        ("GPL-2.0-only WITH Classpath-exception-2.0", False),
        ("(MIT OR GPL-3.0-only) AND Unicode-3.0", True),
        ("MIT OR GPL-3.0-only AND AGPL-3.0-only", True),
        ("(MIT OR Apache-2.0) AND AGPL-3.0-only", False),
    ]:
        assert Expression(text).is_allowed() is expected, text
    for text in ["", "MIT OR", "(MIT", "MIT)", "AND MIT", "MIT Apache-2.0", "MIT WITH"]:
        try:
            Expression(text).is_allowed()
        except ValueError:
            continue
        raise AssertionError(f"{text!r} was read")


def main() -> int:
    self_test()
    if sys.argv[1:] == ["--self-test"]:
        return 0
    packages = json.load(sys.stdin)["packages"]
    refused = 0
    for package in packages:
        if reason := objection(package):
            print(f"{package['name']} {package['version']} {reason}", file=sys.stderr)
            refused += 1
    print(f"{len(packages)} packages, {refused} with a licence that is not allowed")
    return 1 if refused else 0


sys.exit(main())
