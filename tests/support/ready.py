"""Waits until a URL answers 200: ready.py URL PID SECONDS.

Gives up when the time is over or the process PID, which should answer, has ended.
"""

import os
import sys
import time
import urllib.error
import urllib.request


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


def is_running(pid: int) -> bool:
    """A zombie has ended, though the system still knows its number."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def main() -> int:
    url, pid, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    # The service is on this machine; a proxy would not reach it.
    os.environ["no_proxy"] = "*"
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if answers(url):
            print(f"ready after {time.monotonic() - began:.1f} s")
            return 0
        if not is_running(pid):
            print("the process has ended", file=sys.stderr)
            return 1
        time.sleep(0.1)
    print(f"no answer within {seconds:.0f} s", file=sys.stderr)
    return 1


sys.exit(main())
