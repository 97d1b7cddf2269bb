//! The program itself: commands, and a service on a socket.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use poem::http::{HeaderMap, HeaderName, HeaderValue};

use super::{Answer, Place};

/// How long a command may take.
const PATIENCE: Duration = Duration::from_mins(5);

/// A command that has ended.
#[derive(Debug)]
pub struct Ended {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ended {
    /// The command, which must have ended with this status.
    pub fn status(self, expected: i32) -> Self {
        assert_eq!(self.status, Some(expected), "{}\n{}", self.out, self.err);
        self
    }
}

/// A command on the registry of a place, ready to be run.
pub fn birlik<S: AsRef<OsStr>>(place: &Place, arguments: impl IntoIterator<Item = S>) -> Command {
    let mut command = Command::new(program());
    for (name, _) in std::env::vars_os() {
        // The program refuses settings that it does not know, and must not see those of this machine.
        if name.to_string_lossy().starts_with("BIRLIK_") {
            command.env_remove(name);
        }
    }
    command
        .args(arguments)
        .current_dir(place.folder())
        .env("BIRLIK_DATA", place.folder())
        .env("BIRLIK_DATABASE_URL", place.url())
        .env("BIRLIK_SEED", "false")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Runs a command to its end.
pub fn run(mut command: Command) -> Ended {
    let child = command.spawn().unwrap();
    wait(child)
}

impl Place {
    /// Runs a command on the registry of this place to its end.
    pub fn birlik<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Ended {
        run(birlik(self, arguments))
    }
}

/// Waits for a command to end, reading what it says.
pub fn wait(mut child: Child) -> Ended {
    fn text(pipe: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<String> {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            if let Some(mut pipe) = pipe {
                pipe.read_to_end(&mut bytes).unwrap();
            }
            String::from_utf8_lossy(&bytes).into_owned()
        })
    }
    let (out, err) = (text(child.stdout.take()), text(child.stderr.take()));
    let deadline = Instant::now() + PATIENCE;
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if Instant::now() > deadline {
            child.kill().unwrap();
            panic!("a command did not end within {PATIENCE:?}");
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    Ended { status: status.code(), out: out.join().unwrap(), err: err.join().unwrap() }
}

/// The program beside this test, as the same profile built it.
fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let path = test.ancestors().nth(2).unwrap().join("birlik");
    assert!(
        path.exists(),
        "{} is not built; run `cargo build` first, or the tests by tests/run",
        path.display()
    );
    path
}

/// A service on a free port; killed where a test leaves it.
#[derive(Debug)]
pub struct Service {
    child: Child,
    /// Host and port.
    pub address: String,
}

impl Service {
    /// Starts the service of a place and waits until it listens. `birlik` alone serves.
    pub fn start(place: &Place) -> Self {
        Self::start_with(place, &[])
    }

    /// The same, with further settings.
    pub fn start_with(place: &Place, settings: &[(&str, &str)]) -> Self {
        let mut command = birlik(place, [] as [&str; 0]);
        command.env("BIRLIK_LISTEN", "127.0.0.1:0").envs(settings.iter().copied());
        let mut service = Self { child: command.spawn().unwrap(), address: String::new() };
        let lines = BufReader::new(service.child.stderr.take().unwrap()).lines();
        let (sender, receiver) = mpsc::channel();
        // Reads on to the end, so that the service never waits for a reader.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| drop(sender.send(line))));
        let mut said = Vec::new();
        let deadline = Instant::now() + Duration::from_mins(1);
        loop {
            match receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok(line) => {
                    let address =
                        line.split_once("http://").map(|(_, rest)| rest.trim_end_matches('/').to_owned());
                    said.push(line);
                    if let Some(address) = address {
                        service.address = address;
                        return service;
                    }
                }
                Err(error) => panic!("the service did not start: {error}\n{}", said.join("\n")),
            }
        }
    }

    /// The number of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Gets an address over the socket.
    pub fn get(&self, path: &str) -> Answer {
        fetch(&self.address, "GET", path)
    }

    /// Kills it, as `kill -9` does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop, as a machine that shuts down does; its status.
    pub fn stop(mut self) -> Option<i32> {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
        let deadline = Instant::now() + Duration::from_secs(15);
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(Instant::now() < deadline, "the service did not stop within 15 s of SIGTERM");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One request over a socket.
pub fn fetch(address: &str, method: &str, path: &str) -> Answer {
    send(address, method, path, "", &[])
}

/// One request over a socket, with further header lines and a body.
pub fn send(address: &str, method: &str, path: &str, headers: &str, body: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    write!(stream, "{method} {path} HTTP/1.0\r\nhost: {address}\r\n{headers}").unwrap();
    if !body.is_empty() {
        write!(stream, "content-length: {}\r\n", body.len()).unwrap();
    }
    stream.write_all(b"\r\n").unwrap();
    stream.write_all(body).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers: HeaderMap = lines
        .map(|line| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.parse::<HeaderName>().unwrap(), value.parse::<HeaderValue>().unwrap())
        })
        .collect();
    Answer { asked: format!("{method} {path}"), status, headers, body: bytes[end + 4..].to_vec() }
}
