//! A file that may be read only so often: a workbook whose sheets are all one part costs no more than any other.

use std::io::{self, Cursor, Read, Seek, SeekFrom};

/// Times that each byte may be read: the directory, a sheet, and its merged cells.
const TIMES: u64 = 4;
/// Bytes more, for files so small that their directory is most of them.
const MORE: u64 = 64 * 1024;

/// Bytes in memory with what may still be read of them.
pub(super) struct Metered {
    bytes: Cursor<Vec<u8>>,
    left: u64,
}

impl Metered {
    pub fn new(bytes: Vec<u8>) -> Self {
        let left = bytes.len() as u64 * TIMES + MORE;
        Self { bytes: Cursor::new(bytes), left }
    }
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.bytes.read(buffer)?;
        self.left = self
            .left
            .checked_sub(length as u64)
            .ok_or_else(|| io::Error::other("its parts are read again and again"))?;
        Ok(length)
    }
}

impl Seek for Metered {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(position)
    }
}
