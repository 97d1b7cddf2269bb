#!/usr/bin/env python3
"""Feeds a Meilisearch with the names, hosts and subjects of a world: feed.py URL FOLDER.

FOLDER holds world.jsonl and queries.jsonl; the paths and bodies that ask for the queries are written beside
them, in one order. Prints how long the indexing took and what it finds.
"""
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

BASE, FOLDER = sys.argv[1].rstrip("/"), Path(sys.argv[2])
INDEX = "birlik-load"


def ask(method, path, body=None):
    data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
    request = urllib.request.Request(BASE + path, data, {"Content-Type": "application/json"}, method=method)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def finish(task):
    while (state := ask("GET", f"/tasks/{task['taskUid']}"))["status"] in ("enqueued", "processing"):
        time.sleep(0.2)
    return state


def documents():
    with open(FOLDER / "world.jsonl", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            yield {
                "id": record["identifiers"][0]["value"],
                "names": [name["value"] for name in record["names"]],
                "host": [name["value"] for name in record.get("host", {}).get("names", [])],
                "subjects": record["subjects"],
            }


def feed():
    finish(ask("DELETE", f"/indexes/{INDEX}"))
    finish(ask("POST", "/indexes", {"uid": INDEX, "primaryKey": "id"}))
    finish(ask("PATCH", f"/indexes/{INDEX}/settings", {"searchableAttributes": ["names", "host", "subjects"]}))
    start, batch, tasks = time.time(), [], []
    for document in documents():
        batch.append(document)
        if len(batch) == 20_000:
            tasks.append(ask("POST", f"/indexes/{INDEX}/documents", batch))
            batch = []
    if batch:
        tasks.append(ask("POST", f"/indexes/{INDEX}/documents", batch))
    for task in tasks:
        state = finish(task)
        if state["status"] != "succeeded":
            sys.exit(f"indexing ended as {state['status']}: {state.get('error')}")
    print(f"Meilisearch {ask('GET', '/version')['pkgVersion']}: indexed in {time.time() - start:.1f} s")


def main():
    feed()
    found = {}
    with open(FOLDER / "queries.jsonl", encoding="utf-8") as lines:
        queries = [json.loads(line) for line in lines]
    # Neighbours of the file are of one category: they are dealt out.
    queries = [query for start in range(101) for query in queries[start::101]]
    with open(FOLDER / "paths", "w") as paths, open(FOLDER / "bodies", "w") as bodies:
        for query in queries:
            body = {"q": query["query"], "limit": 20}
            paths.write(f"/v1/organizations?limit=20&q={urllib.parse.quote(query['query'])}\n")
            bodies.write(json.dumps(body) + "\n")
            hits = ask("POST", f"/indexes/{INDEX}/search", body)["hits"]
            first = bool(hits) and hits[0]["id"] in query["relevant"]
            found.setdefault(query["category"], []).append(first)
    shares = {category: sum(firsts) / len(firsts) for category, firsts in found.items()}
    for category, share in sorted(shares.items()):
        print(f"  {category:16} success@1 {share:.3f}")
    print(f"  {'mean':16} success@1 {sum(shares.values()) / len(shares):.3f}")


main()
