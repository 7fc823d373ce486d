//! The file of a trace: complete JSON at any time, whatever becomes of the process. Knows not what is written.
//!
//! Each piece is written over the closing brackets, with new ones behind it, in one call.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

const HEAD: &str = "{\"displayTimeUnit\":\"ms\",\"traceEvents\":[\n\
                    {\"ph\":\"M\",\"pid\":1,\"tid\":0,\"name\":\"process_name\",\"args\":{\"name\":\"pyc\"}}";
const TAIL: &str = "\n]}\n";

pub(super) struct TraceFile {
    file: File,
    /// Where the closing brackets are.
    end: u64,
    /// The first error; nothing is written after it.
    failure: Option<io::Error>,
}

impl TraceFile {
    pub(super) fn create(path: &Path) -> io::Result<TraceFile> {
        let mut file = TraceFile { file: File::create(path)?, end: 0, failure: None };
        file.append(HEAD);
        match file.failure.take() {
            Some(error) => Err(error),
            None => Ok(file),
        }
    }

    /// Adds `text`, which begins with a comma.
    pub(super) fn append(&mut self, text: &str) {
        if self.failure.is_none() && !text.is_empty() {
            self.failure = self.try_append(text).err();
        }
    }

    fn try_append(&mut self, text: &str) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(&[text.as_bytes(), TAIL.as_bytes()].concat())?;
        self.end += text.len() as u64;
        Ok(())
    }

    pub(super) fn finish(self) -> io::Result<()> {
        self.failure.map_or(Ok(()), Err)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_complete_after_each_piece() {
        let path = std::env::temp_dir().join(format!("pyc-trace-file-{}", std::process::id()));
        let mut file = TraceFile::create(&path).expect("a file");
        let mut expected = HEAD.to_string();
        for piece in ["", ",\n{\"a\":1}", ",\n{\"b\":2}"] {
            file.append(piece);
            expected.push_str(piece);
            let found = std::fs::read_to_string(&path).expect("it is there");
            assert_eq!(found, format!("{expected}{TAIL}"));
        }
        assert!(file.finish().is_ok());
        std::fs::remove_file(&path).expect("ours");
    }

    #[test]
    fn errors_are_told() {
        assert!(TraceFile::create(Path::new("/nowhere/at/all")).is_err());
        if Path::new("/dev/full").exists() {
            assert!(TraceFile::create(Path::new("/dev/full")).is_err());
        }
    }
}
