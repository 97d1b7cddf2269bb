//! Configuration: defaults, then a file, then the environment (`BIRLIK_*`).
//!
//! An unknown key or a bad value stops the start and is named. Every variable is in `docs/operations.md`.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::store::StoreUrl;

/// The environment variables there are, and the keys of the file, with what they mean.
pub const KEYS: &[(&str, &str, &str)] = &[
    ("BIRLIK_DATA", "data", "folder for everything that is stored"),
    ("BIRLIK_LISTEN", "listen", "address and port to serve on"),
    ("BIRLIK_METRICS_LISTEN", "metrics_listen", "address and port to serve metrics on, for operators only"),
    ("BIRLIK_DATABASE_URL", "database_url", "sqlite:PATH or postgres://USER@HOST/DATABASE"),
    ("BIRLIK_SEARCH", "search", "search engine: embedded, or the address of a Meilisearch server"),
    ("BIRLIK_MEILISEARCH_KEY", "meilisearch_key", "key of the Meilisearch server"),
    ("BIRLIK_MEILISEARCH_INDEX", "meilisearch_index", "name of the index on the Meilisearch server"),
    ("BIRLIK_PUBLIC_URL", "public_url", "address under which people reach the service"),
    ("BIRLIK_LOG", "log", "what is logged: a filter such as info or birlik_api=debug"),
    ("BIRLIK_LOG_FORMAT", "log_format", "how it is logged: text or json"),
    (
        "BIRLIK_SEED",
        "seed",
        "whether an empty registry is filled with the organizations that the studies name: true or false",
    ),
];

/// Names of the environment that are not configuration of the service.
const OTHER_VARIABLES: &[&str] = &["BIRLIK_CONFIG"];

/// What names of the tests begin with.
const TEST_VARIABLES: &str = "BIRLIK_TEST_";

/// How logs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// A line for people.
    Text,
    /// A JSON object a line.
    Json,
}

/// A Meilisearch server to search on.
#[derive(Clone, PartialEq, Eq)]
pub struct MeilisearchServer {
    /// Its address, as in `http://127.0.0.1:7700`, without a slash at the end.
    pub address: String,
    /// The key it wants.
    pub key: Option<String>,
    /// The name of the index on it.
    pub index: String,
}

impl fmt::Debug for MeilisearchServer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("MeilisearchServer")
            .field("address", &self.address)
            .field("index", &self.index)
            .finish_non_exhaustive()
    }
}

/// The configuration of the program.
#[derive(Clone, PartialEq, Eq)]
pub struct Config {
    /// Folder for everything that is stored.
    pub data: PathBuf,
    /// Where to serve.
    pub listen: SocketAddr,
    /// Where to serve metrics; `None` for nowhere.
    pub metrics_listen: Option<SocketAddr>,
    /// Where the store is.
    pub store: StoreUrl,
    /// The server to search on; `None` for the engine in the process alone.
    pub meilisearch: Option<MeilisearchServer>,
    /// Address under which people reach the service, without a slash at the end.
    pub public_url: Option<String>,
    /// What is logged.
    pub log: String,
    /// How it is logged.
    pub log_format: LogFormat,
    /// Whether an empty registry is filled with the organizations that the studies name.
    pub seed: bool,
}

impl fmt::Debug for Config {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The address of the store may hold a password.
        formatter
            .debug_struct("Config")
            .field("data", &self.data)
            .field("listen", &self.listen)
            .finish_non_exhaustive()
    }
}

/// Why the configuration is not right.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// There is no such key.
    #[error("{origin}: there is no setting `{key}`{}", nearest.as_ref().map(|name| format!("; did you mean `{name}`?")).unwrap_or_default())]
    UnknownKey {
        /// Where it was found.
        origin: String,
        /// The key.
        key: String,
        /// The nearest one there is.
        nearest: Option<String>,
    },
    /// A value is not right.
    #[error("{key}: {reason}")]
    BadValue {
        /// The key or variable.
        key: String,
        /// What would be right.
        reason: String,
    },
    /// The file cannot be read.
    #[error("the configuration file {path} cannot be read: {reason}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
}

impl Config {
    /// Reads the configuration of this process: the file named by `BIRLIK_CONFIG` (or `birlik.toml` in the
    /// working folder, where there is one), then the environment.
    pub fn read() -> Result<Self, ConfigError> {
        // Other programs' variables may hold anything, also what is not text.
        let texts = std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.to_string_lossy().into_owned()))
        });
        let variables = texts.filter(|(name, _)| name.starts_with("BIRLIK_")).collect();
        let named = std::env::var_os("BIRLIK_CONFIG").map(PathBuf::from);
        let default = Path::new("birlik.toml");
        let path = named.as_deref().or_else(|| default.exists().then_some(default));
        let file = path
            .map(|path| {
                let text = std::fs::read_to_string(path).map_err(|error| ConfigError::File {
                    path: path.to_owned(),
                    reason: error.to_string(),
                })?;
                Ok((path.to_owned(), text))
            })
            .transpose()?;
        Self::from_parts(file.as_ref().map(|(path, text)| (path.as_path(), text.as_str())), &variables)
    }

    /// The configuration that a file and variables give.
    pub fn from_parts(
        file: Option<(&Path, &str)>,
        variables: &BTreeMap<String, String>,
    ) -> Result<Self, ConfigError> {
        // Each value with the name under which a person wrote it.
        let mut values: BTreeMap<&str, (String, String)> = BTreeMap::new();
        if let Some((path, text)) = file {
            let table: toml::Table = text.parse().map_err(|error: toml::de::Error| ConfigError::File {
                path: path.to_owned(),
                reason: error.message().to_owned(),
            })?;
            for (key, value) in table {
                let known = KEYS.iter().find(|(_, name, _)| *name == key);
                let (_, name, _) = known.ok_or_else(|| {
                    unknown(&path.display().to_string(), &key, KEYS.iter().map(|(_, name, _)| *name))
                })?;
                let text = match value {
                    toml::Value::String(text) => text,
                    toml::Value::Boolean(yes) => yes.to_string(),
                    _ => {
                        return Err(ConfigError::BadValue {
                            key,
                            reason: "expected text, or true or false".into(),
                        });
                    }
                };
                values.insert(name, ((*name).to_owned(), text));
            }
        }
        let is_ours = |name: &str| !OTHER_VARIABLES.contains(&name) && !name.starts_with(TEST_VARIABLES);
        for (variable, value) in variables.iter().filter(|(name, _)| is_ours(name)) {
            let known = KEYS.iter().find(|(name, ..)| name == variable);
            let (_, name, _) =
                known.ok_or_else(|| unknown("environment", variable, KEYS.iter().map(|(name, ..)| *name)))?;
            values.insert(name, (variable.clone(), value.clone()));
        }
        let value = |key: &str, default: &str| {
            values.get(key).cloned().unwrap_or_else(|| (key.to_owned(), default.to_owned()))
        };
        let bad = |key: String, reason: String| ConfigError::BadValue { key, reason };
        let data = PathBuf::from(value("data", "data").1);
        let (key, listen) = value("listen", "127.0.0.1:8080");
        let address = |key: String, text: &str| {
            text.parse::<SocketAddr>()
                .map_err(|_| bad(key, "expected an address and port, as in 127.0.0.1:8080".into()))
        };
        let listen = address(key, &listen)?;
        let metrics_listen = values.get("metrics_listen");
        let metrics_listen = metrics_listen.map(|(key, text)| address(key.clone(), text)).transpose()?;
        let store = match values.get("database_url") {
            Some((key, url)) => StoreUrl::parse(url).map_err(|reason| bad(key.clone(), reason))?,
            None => StoreUrl::Sqlite(data.join("birlik.sqlite")),
        };
        let (key, search) = value("search", "embedded");
        let meilisearch = match search.as_str() {
            "embedded" => None,
            address if is_server(address) => {
                let (key, index) = value("meilisearch_index", "birlik");
                if !is_index_name(&index) {
                    return Err(bad(key, "expected at most 100 Latin letters, digits, - and _".into()));
                }
                let key = values.get("meilisearch_key").map(|(_, key)| key.clone());
                let address = address.trim_end_matches('/').to_owned();
                Some(MeilisearchServer { address, key, index })
            }
            _ => {
                let reason = "expected embedded, or the address of a Meilisearch server without a name or \
                              password in it, as in http://127.0.0.1:7700";
                return Err(bad(key, reason.into()));
            }
        };
        for name in ["meilisearch_key", "meilisearch_index"] {
            if let Some((key, _)) = values.get(name).filter(|_| meilisearch.is_none()) {
                return Err(bad(key.clone(), "BIRLIK_SEARCH names no Meilisearch server".into()));
            }
        }
        let public_url = values
            .get("public_url")
            .map(|(key, url)| match url.parse::<birlik_entity::WebUrl>() {
                Ok(url) => Ok(url.as_str().trim_end_matches('/').to_owned()),
                Err(_) if is_loopback(url) => Ok(url.trim_end_matches('/').to_owned()),
                Err(invalid) => Err(bad(key.clone(), invalid.to_string())),
            })
            .transpose()?;
        let (key, log) = value("log", "info,sea_orm_migration=warn,poem=warn,sqlx=warn,meilisearch_sdk=off");
        if !is_filter(&log) {
            return Err(bad(key, "expected a filter such as info or birlik_api=debug".into()));
        }
        let (key, format) = value("log_format", "text");
        let log_format = match format.as_str() {
            "text" => LogFormat::Text,
            "json" => LogFormat::Json,
            _ => return Err(bad(key, "expected text or json".into())),
        };
        let (key, seed) = value("seed", "true");
        let seed = seed.parse().map_err(|_| bad(key, "expected true or false".into()))?;
        Ok(Self { data, listen, metrics_listen, store, meilisearch, public_url, log, log_format, seed })
    }
}

/// True for a filter that says what it means: a word alone must be a level, or nothing would be logged.
fn is_filter(text: &str) -> bool {
    let is_level = |word: &str| word.parse::<tracing_subscriber::filter::LevelFilter>().is_ok();
    let mut directives = text.split(',').map(str::trim);
    directives.all(|directive| directive.contains('=') || is_level(directive))
        && tracing_subscriber::EnvFilter::try_new(text).is_ok()
}

/// True for the address of a server and nothing else: no name, no password, no query.
fn is_server(address: &str) -> bool {
    let rest = address.strip_prefix("http://").or_else(|| address.strip_prefix("https://"));
    let is_of_an_address = |c: char| c.is_ascii_alphanumeric() || ".-_:[]/".contains(c);
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
            && rest.chars().all(is_of_an_address)
    })
}

fn is_index_name(name: &str) -> bool {
    let is_of_a_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (1..=100).contains(&name.len()) && name.bytes().all(is_of_a_name)
}

fn is_loopback(url: &str) -> bool {
    ["http://localhost", "http://127.0.0.1", "http://[::1]"].iter().any(|start| {
        url.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(':') || rest == "/")
    })
}

fn unknown<'a>(origin: &str, key: &str, known: impl Iterator<Item = &'a str>) -> ConfigError {
    let nearest = known
        .map(|name| (strsim::normalized_damerau_levenshtein(name, key), name))
        .filter(|(similarity, _)| *similarity > 0.6)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, name)| name.to_owned());
    ConfigError::UnknownKey { origin: origin.to_owned(), key: key.to_owned(), nearest }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn nothing_needs_to_be_said() {
        let config = Config::from_parts(None, &BTreeMap::new()).unwrap();
        assert_eq!(config.store, StoreUrl::Sqlite("data/birlik.sqlite".into()));
        assert_eq!(config.listen.port(), 8080);
    }

    #[test]
    fn the_environment_beats_the_file() {
        let file = "listen = \"127.0.0.1:1\"\nseed = false\n";
        let config = Config::from_parts(
            Some((Path::new("birlik.toml"), file)),
            &variables(&[("BIRLIK_LISTEN", "127.0.0.1:2")]),
        )
        .unwrap();
        assert_eq!(config.listen.port(), 2);
        assert!(!config.seed);
    }

    #[test]
    fn what_is_wrong_is_named() {
        let message = |file: Option<&str>, pairs: &[(&str, &str)]| {
            Config::from_parts(file.map(|text| (Path::new("birlik.toml"), text)), &variables(pairs))
                .unwrap_err()
                .to_string()
        };
        assert!(message(None, &[("BIRLIK_LISTN", "x")]).contains("did you mean `BIRLIK_LISTEN`"));
        assert!(message(Some("listenn = \"x\""), &[]).contains("`listen`"));
        for (variable, value) in [
            ("BIRLIK_LISTEN", "8080"),
            ("BIRLIK_DATABASE_URL", "mysql://secret@host/"),
            ("BIRLIK_SEARCH", "lucene"),
            ("BIRLIK_SEARCH", "http://user:secret@host:7700"),
            ("BIRLIK_MEILISEARCH_KEY", "secret"),
            ("BIRLIK_PUBLIC_URL", "birlik"),
            ("BIRLIK_LOG_FORMAT", "xml"),
            ("BIRLIK_SEED", "maybe"),
            ("BIRLIK_LOG", "wran"),
        ] {
            let text = message(None, &[(variable, value)]);
            assert!(text.starts_with(variable) && !text.contains("secret"), "{text}");
        }
    }

    #[test]
    fn a_password_is_not_shown() {
        let variables = variables(&[
            ("BIRLIK_DATABASE_URL", "postgres://u:secret@h/d"),
            ("BIRLIK_SEARCH", "http://127.0.0.1:7700/"),
            ("BIRLIK_MEILISEARCH_KEY", "secret"),
        ]);
        let config = Config::from_parts(None, &variables).unwrap();
        let server = config.meilisearch.as_ref().unwrap();
        assert_eq!((server.address.as_str(), server.index.as_str()), ("http://127.0.0.1:7700", "birlik"));
        assert!(!format!("{server:?}").contains("secret"));
        assert!(!format!("{config:?}").contains("secret"));
    }
}
