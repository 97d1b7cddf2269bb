//! Sample records, all of them made up.

use serde_json::{Value, json};

/// Right business identification numbers that nobody has or that are published as examples.
pub const BINS: [&str; 6] =
    ["940140000385", "990140004654", "990140001154", "240340999688", "231141999596", "240342999998"];

/// The least that a record is.
pub fn record(name: &str) -> Value {
    json!({ "kind": "ngo", "level": "region", "names": [{ "value": name, "lang": "kk", "type": "official" }] })
}

/// A line of the bulk format: the least record with some fields put in or replaced.
pub fn line(name: &str, fields: Value) -> String {
    let mut record = record(name);
    let Value::Object(fields) = fields else { panic!("{fields} is not an object") };
    for (field, value) in fields {
        record[field] = value;
    }
    record.to_string()
}

/// A record in which every field of the bulk format is filled, as the registry writes it: in the order of the
/// fields, with id, version and time. It belongs to the record with the `ref` or id given.
pub fn maximal(id: &str, to: &str, host: &str) -> Value {
    json!({
        "id": id, "kind": "methodical_association", "level": "school", "status": "active", "origin": "members",
        "names": [
            {"value": "№25 мектептің химия бірлестігі", "lang": "kk", "type": "official"},
            {"value": "Объединение химиков школы №25", "lang": "ru", "type": "official"},
            {"value": "Chemists of school 25", "lang": "en", "type": "label"},
            {"value": "Химиктер", "lang": "kk-Latn", "type": "former", "until": "2019-03-23"}
        ],
        "legal_form": "methodical_association", "bin": BINS[4], "founded_on": "2011-05",
        "registered_on": "2011-06-02", "country": "KZ", "area": {"kato": "610000000"},
        "host": {"id": host, "bin": BINS[5], "kato": "610000000",
            "names": [{"value": "№25 мектеп", "lang": "kk"}, {"value": "Школа №25", "lang": "ru"}], "teachers": 64},
        "activities": ["methodical_support", "mentoring"], "subjects": ["chemistry", "biology"],
        "contacts": {"emails": ["info@example.kz"], "phones": ["+77172742530"], "websites": ["https://example.kz/"],
            "address": "Түркістан, Тәуелсіздік 1",
            "channels": [{"platform": "facebook", "name": "Химиктер", "url": "https://facebook.com/example",
                "followers": 136_000, "engagement_percent": "1.20", "as_of": "2021-05", "source": "есеп"}]},
        "membership": {"open_to": ["teachers"], "how_to_join": {"kk": "Хат жазыңыз", "ru": "Напишите", "en": "Write"},
            "join_url": "https://example.kz/join", "rules": "Жарғы\nбойынша", "rules_url": "https://example.kz/rules",
            "fee": {"amount": "1.0", "unit": "percent_of_salary", "period": "month"}},
        "officers": [{"role": "chair", "person": "p7k2m9x80", "since": "2024-09", "until": "2027-09"}],
        "documents": [{"type": "charter", "title": "Жарғы", "url": "https://example.kz/charter.pdf",
            "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "date": "2024-09-10"}],
        "affiliations": [{"type": "member_of", "to": to, "since": "2019", "until": "2030", "source": "жарғы"}],
        "member_counts": [{"as_of": "2019-01-01", "category": "total", "count": 64, "qualifier": "about",
            "scope": "мұғалімдер", "source": "есеп"}],
        "unit_counts": [{"as_of": "2019-01-01", "type": "primary", "count": 2, "qualifier": "more_than",
            "scope": "барлығы", "source": "есеп"}],
        "identifiers": [{"scheme": "corpus", "value": "w000123"}],
        "confirmed": {"level": "contact", "on": "2026-09-01"},
        "sources": [{"list": "тізім", "title": "Тізім", "report": "Есеп", "row": "12", "retrieved_on": "2021-05",
            "bin": "12345"}],
        "version": 17, "updated_at": "2026-09-01T10:00:00.000Z"
    })
}

/// Chance that is the same in every run (a linear congruential generator).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// A series of its own for each seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(3_037_000_493))
    }

    /// A number below another.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    /// One of these.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Many records that differ in everything that can be filtered; each says that it is synthetic.
pub fn synthetic(count: usize) -> String {
    let mut chance = Chance::new(7);
    let words =
        ["Өркен", "Қамқор", "Әділет", "Болашақ", "Шаңырақ", "Ұстаз", "Үміт", "Іскер", "Ғылым", "Жаңа"];
    let areas = ["610000000", "611600000", "350000000", "710000000", "750000000", "101000000", "552400000"];
    let lines: Vec<String> = (0..count)
        .map(|at| {
            let name = format!("{} {} {at}", chance.one(&words), chance.one(&words));
            let mut fields = json!({
                "kind": chance.one(&["ngo", "trade_union", "teacher_association", "community"]),
                "level": chance.one(&["school", "district", "region"]),
                "status": chance.one(&["unconfirmed", "active", "dissolved"]),
                "names": [
                    {"value": name, "lang": "kk", "type": "official"},
                    {"value": format!("Объединение {}", 100_000 - at), "lang": "ru", "type": "official"}
                ],
                "activities": [chance.one(&["methodical_support", "mentoring", "stem"])],
                "identifiers": [{"scheme": "synthetic", "value": format!("s{at:06}")}],
                "sources": [{"list": "synthetic", "title": "made up by the tests", "row": at.to_string()}]
            });
            if chance.below(3) > 0 {
                fields["area"] = json!({"kato": chance.one(&areas)});
            }
            if chance.below(2) > 0 {
                fields["subjects"] = json!([chance.one(&["chemistry", "physics"]), "music"]);
            }
            if chance.below(3) > 0 {
                fields["legal_form"] = json!(chance.one(&["public_association", "private_foundation"]));
            }
            if chance.below(4) == 0 {
                fields["confirmed"] = json!({"level": chance.one(&["contact", "official"]), "on": "2026-09"});
            }
            if chance.below(3) == 0 {
                fields["host"] = json!({"kato": "610000000",
                    "names": [{"value": format!("№{} мектеп", chance.below(5)), "lang": "kk"}]});
            }
            if chance.below(9) == 0 {
                fields["country"] = json!("GB");
            }
            if at < 4 {
                fields["bin"] = json!(BINS[at]);
            }
            fields["ref"] = json!(format!("r{at}"));
            if at > 20 && chance.below(3) == 0 {
                let kind = chance.one(&["unit_of", "member_of", "partner_of"]);
                fields["affiliations"] = json!([{"type": kind, "to": format!("r{}", chance.below(20))}]);
            }
            line(&name, fields)
        })
        .collect();
    lines.join("\n") + "\n"
}
