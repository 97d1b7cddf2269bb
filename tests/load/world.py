#!/usr/bin/env python3
"""Writes a synthetic world in the bulk format, for measuring: world.py COUNT > FILE.

Every record says that it is synthetic (its source is the list "synthetic-load"). The same count gives the
same world. Half of the bodies belong to schools, as in the country; names are made of everyday words.
"""
import csv
import json
import random
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SUBJECTS = [
    ("mathematics", "математика", "математики"), ("physics", "физика", "физики"), ("chemistry", "химия", "химии"),
    ("biology", "биология", "биологии"), ("history", "тарих", "истории"), ("geography", "география", "географии"),
    ("informatics", "информатика", "информатики"), ("english_language", "ағылшын тілі", "английского языка"),
    ("primary_school", "бастауыш сынып", "начальных классов"),
]
SCHOOLS = [("жалпы білім беретін мектеп", "Общеобразовательная школа"), ("мектеп-гимназия", "Школа-гимназия"),
           ("мектеп-лицей", "Школа-лицей"), ("орта мектеп", "Средняя школа")]
BODIES = [
    ("trade_union", ["labour_rights"], "бастауыш кәсіподақ ұйымы", "Первичная профсоюзная организация"),
    ("parent_committee", ["parent_involvement"], "ата-аналар комитеті", "Родительский комитет"),
    ("board_of_trustees", ["school_governance"], "қамқоршылық кеңес", "Попечительский совет"),
]
NAMES = ["Өркен", "Шапағат", "Болашақ", "Арман", "Дарын", "Парасат", "Ізгілік", "Қанат", "Самғау", "Тірек", "Шырақ", "Зияткер"]
PURPOSES = [("педагогикалық бастамалар орталығы", "центр педагогических инициатив", "professional_development"),
            ("ата-аналар одағы", "союз родителей", "parent_involvement"),
            ("инклюзивті білім беру орталығы", "центр инклюзивного образования", "inclusive_education"),
            ("дарынды балаларды қолдау орталығы", "центр поддержки одарённых детей", "gifted_children")]


def districts():
    with open(ROOT / "api/data/districts.csv", encoding="utf-8") as file:
        return [(row["kato"], row["name_kk"], row["name_ru"]) for row in csv.DictReader(file)]


def record(number, kind, level, kato, kk, ru, activities, subjects=(), host=None):
    line = {
        "kind": kind, "level": level, "status": "active",
        "names": [{"value": kk, "lang": "kk", "type": "official"}, {"value": ru, "lang": "ru", "type": "official"}],
        "area": {"kato": kato}, "activities": activities, "subjects": list(subjects),
        "identifiers": [{"scheme": "synthetic", "value": f"s{number:07}"}],
        "sources": [{"list": "synthetic-load", "row": f"s{number:07}"}],
    }
    if host:
        line["host"] = host
    return line


def world(count):
    rng = random.Random(20_260_101)
    places = districts()
    number = 0
    while number < count:
        kato, place_kk, place_ru = rng.choice(places)
        if rng.random() < 0.12:
            name, (kk, ru, activity) = rng.choice(NAMES), rng.choice(PURPOSES)
            yield record(number, "ngo", "district", kato, f"«{name}» {kk} қоғамдық қоры, {place_kk}",
                         f"Общественный фонд «{name}» {ru}, {place_ru}", [activity])
            number += 1
            continue
        kind_kk, kind_ru = rng.choice(SCHOOLS)
        school = rng.randint(1, 220)
        host_kk, host_ru = f"№{school} {kind_kk}", f"{kind_ru} №{school}"
        host = {"kato": kato, "names": [{"value": host_kk, "lang": "kk"}, {"value": host_ru, "lang": "ru"}],
                "teachers": rng.randint(12, 140)}
        for kind, activities, kk, ru in BODIES:
            if number < count:
                yield record(number, kind, "school", kato, f"{place_kk}, {host_kk}, {kk}", f"{ru}, {host_ru}, {place_ru}",
                             activities, host=host)
                number += 1
        for code, kk, ru in rng.sample(SUBJECTS, rng.randint(3, 6)):
            if number < count:
                yield record(number, "methodical_association", "school", kato,
                             f"{place_kk}, {host_kk}, {kk} пәні мұғалімдерінің әдістемелік бірлестігі",
                             f"Методическое объединение учителей {ru}, {host_ru}, {place_ru}", ["methodical_support"],
                             subjects=[code], host=host)
                number += 1


if __name__ == "__main__":
    for line in world(int(sys.argv[1])):
        print(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
