//! Lists of bodies as they come, all of them made up, and what is done with them.

use std::fmt::Write;

use birlik_api::lists::{Incoming, Report, Reverted, digest_of, reading, source_of};
use birlik_api::log::SYSTEM_ACTOR;
use birlik_api::organizations::{self, Merge, MergeError, Split};
use serde_json::Value;

use super::TestRegistry;

/// A mobile number, a mailbox and a personal number that must stay out of everything.
pub const PRIVATE: [&str; 3] = ["7013334455", "aigul.test.1980@mail.ru", "800512450013"];

/// A body of a made-up list.
#[derive(Debug, Clone)]
pub struct Listed {
    pub name: String,
    pub bin: String,
    pub region: &'static str,
    pub phone: String,
    pub email: String,
    pub site: String,
    pub date: String,
}

const NAMES: [&str; 24] = [
    "Өркен",
    "Болашақ",
    "Зерде",
    "Шамшырақ",
    "Самұрық",
    "Жалын",
    "Тұмар",
    "Қайнар",
    "Алтын қыран",
    "Бәйтерек",
    "Мерей",
    "Нұр шуақ",
    "Сәуле",
    "Темірқазық",
    "Ақжелкен",
    "Дария",
    "Көркем ой",
    "Балауса",
    "Жас дарын",
    "Үміт",
    "Парасат",
    "Отырар",
    "Сырдария",
    "Ғибрат",
];
const REGIONS: [&str; 6] = [
    "Акмолинская область",
    "Карагандинская область",
    "Костанайская область",
    "Павлодарская область",
    "Туркестанская область",
    "Атырауская область",
];

/// The `at`-th of 24 made-up bodies; they differ in every column.
pub fn listed(at: usize) -> Listed {
    Listed {
        name: format!("Общественный фонд «{}» поддержки образования", NAMES[at]),
        bin: if at.is_multiple_of(2) { bin(at) } else { String::new() },
        region: REGIONS[at % REGIONS.len()],
        phone: format!("+7 (7172) 51-{:02}-{:02}", 20 + at, 99 - 3 * at),
        email: format!("info@fond-{at}-bilim.kz"),
        site: format!("fond-{at}-bilim.kz"),
        date: format!("{:02}.0{}.20{:02}", 1 + at, 1 + at % 9, 5 + at % 15),
    }
}

/// A right business identification number of an organization, the same for the same number.
fn bin(at: usize) -> String {
    let start = format!("{:02}{:02}40{:05}", 5 + at % 15, 1 + at % 12, 70_000 + 37 * at);
    (0..10)
        .map(|last| format!("{start}{last}"))
        .find(|text| text.parse::<birlik_entity::Bin>().is_ok())
        .unwrap()
}

/// A list as a ministry writes it: semicolons, a title in the first row, a head that is nobody's business.
pub fn csv(bodies: &[Listed]) -> String {
    let mut text = String::from(
        "№;БИН;Наименование;Регион;Телефон;E-mail;Сайт;Сфера деятельности;Дата регистрации;Руководитель\n",
    );
    for (at, body) in bodies.iter().enumerate() {
        let Listed { name, bin, region, phone, email, site, date } = body;
        let _ = writeln!(
            text,
            "{};{bin};{name};{region};{phone};{email};{site};Образование;{date};Ахметова Айгүл Серікқызы, ИИН {}",
            at + 1,
            PRIVATE[2]
        );
    }
    text
}

/// A list of these bodies, each of them twice, the second time with gaps and a typing error.
pub fn dirty(bodies: impl IntoIterator<Item = usize>) -> String {
    let mut rows = Vec::new();
    for at in bodies {
        let body = listed(at);
        let again = Listed {
            name: body.name.replacen("поддержки", "подержки", 1),
            site: String::new(),
            date: String::new(),
            ..body.clone()
        };
        rows.extend([body, again]);
    }
    csv(&rows)
}

/// A file as it would be imported.
pub fn incoming(source: &str, date: Option<&str>, file_name: &str, bytes: &[u8]) -> Incoming {
    let mapping = reading::Mapping::of_list(source);
    let table =
        reading::read(bytes.to_vec(), file_name, mapping.as_ref(), &reading::Limits::default()).unwrap();
    let source = source_of(source, date, mapping.as_ref()).unwrap();
    Incoming { table, source, file_name: file_name.to_owned(), file_digest: digest_of(bytes) }
}

impl TestRegistry {
    /// Imports a list and brings the index up to date.
    pub async fn import_list(&self, source: &str, date: Option<&str>, text: &str) -> Report {
        self.import_answered(source, date, text, None).await
    }

    /// Imports a list with what a person decided.
    pub async fn import_answered(
        &self,
        source: &str,
        date: Option<&str>,
        text: &str,
        answers: Option<&Report>,
    ) -> Report {
        let incoming = incoming(source, date, "list.csv", text.as_bytes());
        let report = self.app.lists.import(incoming, answers, SYSTEM_ACTOR).await.unwrap();
        self.catch_up().await;
        assert_eq!(report.rows.len(), report.summary.rows, "every row of the file is in the report");
        report
    }

    /// Takes a batch back.
    pub async fn revert(&self, report: &Report) -> Reverted {
        let reverted = self.app.lists.revert(report.batch.as_deref().unwrap(), SYSTEM_ACTOR).await.unwrap();
        self.catch_up().await;
        reverted
    }

    /// Merges one record into another.
    pub async fn merge(&self, from: &str, into: &str) -> Result<Merge, MergeError> {
        let (from, into) = (from.parse().unwrap(), into.parse().unwrap());
        let app = &self.app;
        let merge = organizations::merge(&app.store, &app.areas, &app.clock, SYSTEM_ACTOR, from, into).await;
        self.catch_up().await;
        merge
    }

    /// Takes a merge back.
    pub async fn split(&self, merge: &str) -> Result<Split, MergeError> {
        let app = &self.app;
        let split = organizations::split(&app.store, &app.clock, SYSTEM_ACTOR, merge).await;
        self.catch_up().await;
        split
    }

    /// The records without what every writing changes.
    pub async fn contents(&self) -> Vec<Value> {
        let mut records = self.records().await;
        for record in &mut records {
            let fields = record.as_object_mut().unwrap();
            fields.remove("version");
            fields.remove("updated_at");
        }
        records
    }

    /// The id of the record whose first name holds a word.
    pub async fn named(&self, word: &str) -> String {
        let records = self.records().await;
        let is_it =
            |record: &&Value| record["names"][0]["value"].as_str().is_some_and(|name| name.contains(word));
        let found = records.iter().find(is_it).unwrap_or_else(|| panic!("nothing is named {word}"));
        found["id"].as_str().unwrap().to_owned()
    }
}
