//! The secret by which contacts are digested: a file beside the store, never in it.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use birlik_search::matching::DigestKey;

/// Bytes of a key.
const LENGTH: usize = 32;

/// The key of a data folder; made where there is none. Only its owner may read it.
pub(super) fn of(data: &Path) -> io::Result<DigestKey> {
    let path = data.join("contacts.key");
    if !path.exists() {
        make(data, &path)?;
    }
    let mut secret = Vec::new();
    File::open(&path)?.take(4096).read_to_end(&mut secret)?;
    if secret.len() < LENGTH {
        let path = path.display();
        let reason =
            format!("{path} is not a key of {LENGTH} bytes; restore it, or remove it to have a new one made");
        return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
    }
    Ok(DigestKey::new(&secret))
}

/// Writes a new key beside its place and then puts it there whole, so that a program that is killed meanwhile, or
/// another one that starts, never finds a part of it. The first of two wins.
fn make(data: &Path, path: &Path) -> io::Result<()> {
    let aside = data.join(format!("contacts.key.{:016x}", rand::random::<u64>()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&aside)?;
    let secret: [u8; LENGTH] = rand::random();
    file.write_all(&secret)?;
    file.sync_all()?;
    let placed = std::fs::hard_link(&aside, path);
    std::fs::remove_file(&aside)?;
    match placed {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_a_broken_one_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        of(folder.path()).unwrap();
        let path = folder.path().join("contacts.key");
        let first = std::fs::read(&path).unwrap();
        make(folder.path(), &path).unwrap();
        of(folder.path()).unwrap();
        assert_eq!((std::fs::read(&path).unwrap(), first.len()), (first, LENGTH));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        std::fs::write(&path, "x").unwrap();
        assert!(of(folder.path()).is_err());
    }
}
