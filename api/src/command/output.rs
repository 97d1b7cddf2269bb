//! Where a command puts what it exports: a file that appears when it is whole, or standard output.

use std::fs::File;
use std::io::{BufWriter, ErrorKind, Stdout, Write};
use std::path::{Path, PathBuf};

use super::CommandError;

/// What is written to: told apart from the writer, which an export may pack into a buffer of its own.
enum Place {
    /// A file beside the one asked for, which takes its place when it is whole.
    Part {
        part: PathBuf,
        path: PathBuf,
    },
    /// Written where it is: what is no regular file (a pipe, a terminal) cannot be replaced.
    There(PathBuf),
    Standard,
}

/// Lets an export write to a file or, where there is none or it is `-`, to standard output. `None` where
/// whoever reads standard output has seen enough.
pub(super) async fn write<T, E: std::fmt::Display>(
    file: Option<&Path>,
    export: impl AsyncFnOnce(&mut (dyn Write + Send)) -> Result<T, E>,
) -> Result<Option<T>, CommandError> {
    let place = place(file);
    let file = match &place {
        Place::Part { part: path, .. } | Place::There(path) => {
            Some((File::create(path).map_err(CommandError::file(path))?, path))
        }
        Place::Standard => None,
    };
    let Some((file, path)) = file else {
        let mut output = StandardOutput { output: BufWriter::new(std::io::stdout()), closed: false };
        let result = export(&mut output).await;
        return match result {
            Err(_) if output.closed => Ok(None),
            Err(error) => Err(CommandError::failed(error)),
            Ok(written) => match output.flush() {
                Err(_) if output.closed => Ok(None),
                flushed => flushed.map(|()| Some(written)).map_err(CommandError::failed),
            },
        };
    };
    let mut output = BufWriter::new(file);
    let written = export(&mut output).await.map_err(CommandError::failed);
    let whole = written.and_then(|written| {
        output.flush().map_err(CommandError::file(path))?;
        if let Place::Part { part, path } = &place {
            output.get_ref().sync_all().map_err(CommandError::file(part))?;
            std::fs::rename(part, path).map_err(CommandError::file(path))?;
        }
        Ok(Some(written))
    });
    if let (Err(_), Place::Part { part, .. }) = (&whole, &place) {
        // What is there of it helps nobody; the error that is told is the one that stopped the export.
        let _ = std::fs::remove_file(part);
    }
    whole
}

fn place(file: Option<&Path>) -> Place {
    let Some(path) = file.filter(|path| path.as_os_str() != "-") else { return Place::Standard };
    if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
        return Place::There(path.to_owned());
    }
    // A link stays, and what it names is replaced.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut part = path.clone().into_os_string();
    part.push(".part");
    Place::Part { part: part.into(), path }
}

/// Standard output that remembers whether its reader is gone.
struct StandardOutput {
    output: BufWriter<Stdout>,
    closed: bool,
}

impl StandardOutput {
    fn note<T>(&mut self, result: std::io::Result<T>) -> std::io::Result<T> {
        self.closed |= result.as_ref().is_err_and(|error| error.kind() == ErrorKind::BrokenPipe);
        result
    }
}

impl Write for StandardOutput {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let result = self.output.write(bytes);
        self.note(result)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        let result = self.output.flush();
        self.note(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn export(file: &Path, text: &str, error: Option<&str>) -> Result<Option<usize>, CommandError> {
        write(Some(file), async |output: &mut (dyn Write + Send)| {
            output.write_all(text.as_bytes()).map_err(|error| error.to_string())?;
            error.map_or(Ok(text.len()), |error| Err(error.to_owned()))
        })
        .await
    }

    #[tokio::test]
    async fn a_file_appears_when_it_is_whole() {
        let folder = std::env::temp_dir().join(format!("birlik-output-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (file, part) = (folder.join("list.jsonl"), folder.join("list.jsonl.part"));
        assert_eq!(export(&file, "бір\n", None).await.unwrap(), Some(7));
        assert!(export(&file, "екі\n", Some("the disk is full")).await.is_err());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "бір\n", "what was there stays");
        assert!(!part.exists());
        assert_eq!(export(&file, "үш\n", None).await.unwrap(), Some(5));
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "үш\n");
        assert!(export(&folder.join("none/list.jsonl"), "", None).await.is_err());
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn a_full_disk_is_an_error_and_what_is_no_file_stays() {
        assert!(export(Path::new("/dev/full"), "бір\n", None).await.is_err());
        assert_eq!(export(Path::new("/dev/null"), "бір\n", None).await.unwrap(), Some(7));
        assert!(Path::new("/dev/null").metadata().is_ok_and(|metadata| !metadata.is_file()));
    }
}
