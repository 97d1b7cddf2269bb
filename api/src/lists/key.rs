//! The secret by which contacts are digested: a file beside the store, never in it.

use std::fs::OpenOptions;
use std::io::{self, Read, Write};
use std::path::Path;

use birlik_search::matching::DigestKey;

/// The key of a data folder; made where there is none. Only its owner may read it.
pub(super) fn of(data: &Path) -> io::Result<DigestKey> {
    let path = data.join("contacts.key");
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(&path) {
        Ok(mut file) => {
            let secret: [u8; 32] = rand::random();
            file.write_all(&secret)?;
            file.sync_all()?;
            Ok(DigestKey::new(&secret))
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let mut secret = Vec::new();
            std::fs::File::open(&path)?.take(4096).read_to_end(&mut secret)?;
            if secret.len() < 32 {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!(
                        "{} is not a key of 32 bytes; restore it, or remove it to have a new one made",
                        path.display()
                    ),
                ));
            }
            Ok(DigestKey::new(&secret))
        }
        Err(error) => Err(error),
    }
}
