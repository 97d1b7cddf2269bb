#!/usr/bin/env python3
"""Draws docs/pictures/search-cost.svg from docs/search-cost.csv, and lists-cost.svg from lists-cost.csv: one small chart
for each cost, over the number of records or of rows.

Both axes are logarithmic, so that a cost that grows with the records is a straight line of slope one.
"""
import csv
import math
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
SEARCH = [
    ("Index built, seconds", [("build_cpu_s", "processor time"), ("build_wall_s", "by the clock")]),
    ("Memory that is no file, MiB", [("build_anonymous_mib", "building"), ("search_anonymous_mib", "searching")]),
    ("Index on disk, MiB", [("index_mib", "index")]),
    ("One query, ms", [("p50_ms", "p50"), ("p99_ms", "p99"), ("half_load_p99_ms", "p99 at half load")]),
    ("Queries a second", [("queries_per_s", "two cores")]),
]
LISTS = [
    ("A list matched, seconds", [("wall_s", "by the clock"), ("cpu_s", "processor time")]),
    ("Most memory, MiB", [("memory_mib", "of the process")]),
]
# Table, name of the picture, what the axis counts, charts.
PICTURES = [
    ("search-cost", "What finding costs by the number of records", "records", SEARCH),
    ("lists-cost", "What a dirty list costs by the number of its rows", "rows", LISTS),
]
COLOURS = ["#00677f", "#b3401d", "#6a5a00"]
WIDTH, HEIGHT, LEFT, TOP, GAP = 300, 170, 52, 34, 44


def decades(low, high):
    """Powers of ten around a range, a whole one at least."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    return range(first, max(last, first + 1) + 1)


def power(exponent):
    return {3: "1 000", 4: "10 000", 5: "100 000", 6: "1 000 000"}.get(exponent, f"{10.0 ** exponent:g}")


def chart(rows, counted, title, lines, left, top):
    records = [float(row[counted]) for row in rows]
    values = [float(row[column]) for column, _ in lines for row in rows]
    across, up = decades(min(records), max(records)), decades(min(values), max(values))

    def x(value):
        return left + WIDTH * (math.log10(value) - across[0]) / (across[-1] - across[0])

    def y(value):
        return top + HEIGHT * (1 - (math.log10(value) - up[0]) / (up[-1] - up[0]))

    yield f'<text x="{left}" y="{top - 12}" class="title">{title}</text>'
    for exponent in across:
        yield f'<line x1="{x(10.0 ** exponent):.1f}" y1="{top}" x2="{x(10.0 ** exponent):.1f}" y2="{top + HEIGHT}" class="grid"/>'
        yield f'<text x="{x(10.0 ** exponent):.1f}" y="{top + HEIGHT + 15}" text-anchor="middle">{power(exponent)}</text>'
    for exponent in up:
        yield f'<line x1="{left}" y1="{y(10.0 ** exponent):.1f}" x2="{left + WIDTH}" y2="{y(10.0 ** exponent):.1f}" class="grid"/>'
        yield f'<text x="{left - 6}" y="{y(10.0 ** exponent) + 4:.1f}" text-anchor="end">{power(exponent)}</text>'
    lowest = min(range(len(lines)), key=lambda number: sum(float(row[lines[number][0]]) for row in rows[:-1]))
    for number, (column, name) in enumerate(lines):
        points = [(x(float(row[counted])), y(float(row[column])), row[column]) for row in rows]
        colour = COLOURS[number]
        path = " ".join(f"{px:.1f},{py:.1f}" for px, py, _ in points)
        yield f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        for place, (px, py, value) in enumerate(points):
            anchor = ["start", "end"][place == len(points) - 1]
            below = 15 if number == lowest and len(lines) > 1 else -7
            yield f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3" fill="{colour}"/>'
            yield f'<text x="{px:.1f}" y="{py + below:.1f}" text-anchor="{anchor}" fill="{colour}">{float(value):g}</text>'
        yield f'<text x="{left + WIDTH}" y="{top - 12 - 13 * (len(lines) - 1 - number)}" text-anchor="end" fill="{colour}">{name}</text>'


def draw(name, heading, counted, charts):
    with open(DOCS / f"{name}.csv", encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    columns, step_x, step_y = 2, WIDTH + LEFT + GAP, HEIGHT + TOP + GAP
    height = step_y * math.ceil(len(charts) / columns) + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {step_x * columns} {height}" font-family="sans-serif" font-size="11">',
        f"<title>{heading}</title>",
        "<style>.title { font-weight: bold; font-size: 12px } .grid { stroke: #ccd; stroke-width: 1 }</style>",
        f'<rect width="{step_x * columns}" height="{height}" fill="#fff"/>',
    ]
    for number, (title, lines) in enumerate(charts):
        left, top = LEFT + step_x * (number % columns), TOP + 12 + step_y * (number // columns)
        parts.extend(chart(rows, counted, title, lines, left, top))
    parts.append("</svg>")
    (DOCS / "pictures").mkdir(exist_ok=True)
    (DOCS / "pictures" / f"{name}.svg").write_text("\n".join(parts) + "\n", encoding="utf-8")


def main():
    for picture in PICTURES:
        if (DOCS / f"{picture[0]}.csv").exists():
            draw(*picture)


if __name__ == "__main__":
    main()
