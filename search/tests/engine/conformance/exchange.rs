//! What a Meilisearch server was asked and answered: recorded once, replayed without it.
//!
//! Stands between the engine and a server. Recording, it passes requests on and writes each with its
//! answer; a task is recorded when it has ended. Replaying, it answers a request with what was
//! recorded for the same method, path and body, in order; one that was not recorded fails the test.
//! Documents come back many times, so a recording holds each once, and its answers say which.

use std::collections::{HashMap, VecDeque};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

/// A recording under way, or being replayed.
pub struct Exchange {
    address: String,
    file: PathBuf,
    tape: Arc<Mutex<Tape>>,
}

enum Tape {
    Recording { server: String, lines: Vec<String>, documents: HashMap<String, usize> },
    Replaying { answers: HashMap<String, VecDeque<(u16, String)>>, unknown: Vec<String> },
}

struct Request {
    method: String,
    path: String,
    body: String,
}

impl Request {
    /// What two requests share that ask the same.
    fn key(&self) -> String {
        // FNV-1a: the same in every version, which the standard hasher does not promise.
        let hash = self.body.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        format!("{} {} {hash:016x}", self.method, self.path)
    }
}

impl Exchange {
    /// Opens the recording of a case, or starts it.
    pub fn start(case: &str) -> Exchange {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/engine/recorded");
        let file = folder.join(format!("{case}.jsonl.gz"));
        let tape = if std::env::var_os("BIRLIK_RECORD_MEILISEARCH").is_some() {
            let server = std::env::var("BIRLIK_TEST_MEILISEARCH").unwrap();
            Tape::Recording {
                server: server.trim_start_matches("http://").to_owned(),
                lines: Vec::new(),
                documents: HashMap::new(),
            }
        } else {
            Tape::Replaying { answers: read(&file), unknown: Vec::new() }
        };
        let tape = Arc::new(Mutex::new(tape));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn({
            let tape = Arc::clone(&tape);
            move || {
                for stream in listener.incoming().flatten() {
                    let tape = Arc::clone(&tape);
                    std::thread::spawn(move || serve(&stream, &tape));
                }
            }
        });
        Exchange { address, file, tape }
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    /// Writes what was recorded; fails where something was asked that was not.
    pub fn finish(&self) {
        match &*self.tape.lock().unwrap() {
            Tape::Recording { lines, .. } => {
                std::fs::create_dir_all(self.file.parent().unwrap()).unwrap();
                let file = std::fs::File::create(&self.file).unwrap();
                let mut file = GzEncoder::new(file, Compression::best());
                file.write_all(lines.join("\n").as_bytes()).unwrap();
                file.finish().unwrap();
            }
            Tape::Replaying { unknown, .. } => assert!(unknown.is_empty(), "not recorded: {unknown:#?}"),
        }
    }
}

fn read(file: &Path) -> HashMap<String, VecDeque<(u16, String)>> {
    let packed = std::fs::File::open(file)
        .unwrap_or_else(|_| panic!("there is no recording {}: see the head of conformance", file.display()));
    let mut answers: HashMap<String, VecDeque<(u16, String)>> = HashMap::new();
    let mut documents: Vec<Value> = Vec::new();
    for line in BufReader::new(GzDecoder::new(packed)).lines() {
        let mut line: Value = serde_json::from_str(&line.unwrap()).unwrap();
        if let Some(document) = line["document"].as_str() {
            documents.push(serde_json::from_str(document).unwrap());
            continue;
        }
        for hit in hits(&mut line["answer"]).into_iter().flatten() {
            *hit = documents[usize::try_from(hit.as_u64().unwrap()).unwrap()].clone();
        }
        let status = u16::try_from(line["status"].as_u64().unwrap()).unwrap();
        let answer = (status, line["answer"].to_string());
        answers.entry(line["asked"].as_str().unwrap().to_owned()).or_default().push_back(answer);
    }
    answers
}

/// The hits of an answer to several queries.
fn hits(answer: &mut Value) -> Vec<&mut Vec<Value>> {
    let results = answer.get_mut("results").and_then(Value::as_array_mut).into_iter().flatten();
    results.filter_map(|result| result.get_mut("hits")?.as_array_mut()).collect()
}

fn serve(stream: &TcpStream, tape: &Mutex<Tape>) {
    let mut reader = BufReader::new(stream);
    while let Some(request) = next_request(&mut reader) {
        let (status, body) = answer(&request, tape);
        let answer = format!(
            "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut writer = stream;
        if writer.write_all(answer.as_bytes()).is_err() {
            return;
        }
    }
}

fn answer(request: &Request, tape: &Mutex<Tape>) -> (u16, String) {
    let mut tape = tape.lock().unwrap();
    match &mut *tape {
        Tape::Recording { server, lines, documents } => {
            let mut answer = pass_on(request, server);
            while request.path.starts_with("/tasks/") && !is_ended(&answer.1) {
                std::thread::sleep(Duration::from_millis(10));
                answer = pass_on(request, server);
            }
            let (status, body) = &answer;
            let mut body = serde_json::from_str(body).unwrap();
            for hits in hits(&mut body) {
                for hit in hits {
                    let document = hit.to_string();
                    let next = documents.len();
                    let place = *documents.entry(document.clone()).or_insert_with(|| {
                        lines.push(json!({"document": document}).to_string());
                        next
                    });
                    *hit = place.into();
                }
            }
            lines.push(json!({"asked": request.key(), "status": status, "answer": body}).to_string());
            answer
        }
        Tape::Replaying { answers, unknown } => {
            let recorded = answers.get_mut(&request.key()).and_then(VecDeque::pop_front);
            recorded.unwrap_or_else(|| {
                let beginning: String = request.body.chars().take(300).collect();
                unknown.push(format!("{} {} {beginning}", request.method, request.path));
                (
                    400,
                    r#"{"message":"not recorded","code":"bad_request","type":"invalid_request","link":""}"#
                        .to_owned(),
                )
            })
        }
    }
}

fn is_ended(task: &str) -> bool {
    let task: Value = serde_json::from_str(task).unwrap();
    !matches!(task["status"].as_str(), Some("enqueued" | "processing"))
}

fn pass_on(request: &Request, server: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(server).unwrap();
    write!(
        stream,
        "{} {} HTTP/1.1\r\nhost: {server}\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{}",
        request.method,
        request.path,
        request.body.len(),
        request.body
    )
    .unwrap();
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let status = line.split(' ').nth(1).unwrap().parse().unwrap();
    let body = body(&mut reader).unwrap();
    (status, body)
}

fn next_request(reader: &mut impl BufRead) -> Option<Request> {
    let mut line = String::new();
    if reader.read_line(&mut line).ok()? == 0 {
        return None;
    }
    let mut parts = line.split(' ');
    let (method, path) = (parts.next()?.to_owned(), parts.next()?.to_owned());
    Some(Request { method, path, body: body(reader)? })
}

/// Reads headers and what they announce: a length, chunks, or nothing.
fn body(reader: &mut impl BufRead) -> Option<String> {
    let (mut length, mut is_chunked) = (0, false);
    loop {
        let line = header(reader)?;
        if line.is_empty() {
            break;
        }
        let line = line.to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        is_chunked |= line.starts_with("transfer-encoding:") && line.contains("chunked");
    }
    let mut bytes = Vec::new();
    if is_chunked {
        loop {
            let size = usize::from_str_radix(header(reader)?.trim(), 16).ok()?;
            let mut chunk = vec![0; size];
            reader.read_exact(&mut chunk).ok()?;
            bytes.extend(chunk);
            header(reader)?;
            if size == 0 {
                break;
            }
        }
    } else {
        bytes = vec![0; length];
        reader.read_exact(&mut bytes).ok()?;
    }
    String::from_utf8(bytes).ok()
}

fn header(reader: &mut impl BufRead) -> Option<String> {
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    Some(line.trim_end().to_owned())
}
