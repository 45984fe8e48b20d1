//! An editor, as far as the benchmark needs one. In: files and keys. Out: what the server says of them.

use super::Failure;
use super::typist::Key;
use lsp_server::{Message, Notification, Request, RequestId};
use serde_json::{Value, json};
use std::io::{BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

pub struct Client {
    server: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    requests: i32,
}

impl Client {
    pub fn start(infra: &Path, folder: &Path) -> Result<Client, Failure> {
        let mut server = Command::new(infra)
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = server.stdin.take();
        let output = BufReader::new(server.stdout.take().ok_or("no output")?);
        let mut client = Client {
            server,
            input,
            output,
            requests: 0,
        };
        let folder = json!({ "uri": uri(folder), "name": "bench" });
        let params = json!({ "capabilities": {}, "processId": null, "workspaceFolders": [folder] });
        client.ask("initialize", params)?;
        client.tell("initialized", json!({}))?;
        Ok(client)
    }

    pub fn open(&mut self, path: &Path, text: &str) -> Result<(), Failure> {
        let document =
            json!({ "uri": uri(path), "languageId": "infra", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }))
    }

    pub fn change(&mut self, path: &Path, key: &Key) -> Result<(), Failure> {
        let place = |(line, character): (u32, u32)| json!({ "line": line, "character": character });
        let range = json!({ "start": place(key.from), "end": place(key.to) });
        let change = json!({ "range": range, "text": key.text });
        self.changed(path, key.version, change)
    }

    pub fn change_all(&mut self, path: &Path, version: i32, text: &str) -> Result<(), Failure> {
        self.changed(path, version, json!({ "text": text }))
    }

    fn changed(&mut self, path: &Path, version: i32, change: Value) -> Result<(), Failure> {
        let document = json!({ "uri": uri(path), "version": version });
        let params = json!({ "textDocument": document, "contentChanges": [change] });
        self.tell("textDocument/didChange", params)
    }

    /// Waits for the findings of a version of a file; how many there are.
    pub fn findings(&mut self, path: &Path, version: i32) -> Result<usize, Failure> {
        let uri = uri(path);
        loop {
            if let Message::Notification(one) = self.read()?
                && one.method == "textDocument/publishDiagnostics"
                && one.params.get("uri").and_then(Value::as_str) == Some(&uri)
                && one.params.get("version").and_then(Value::as_i64) == Some(version.into())
            {
                let found = one.params.get("diagnostics").and_then(Value::as_array);
                return Ok(found.map_or(0, Vec::len));
            }
        }
    }

    /// How many completions there are at a place.
    pub fn complete(&mut self, path: &Path, place: (u32, u32)) -> Result<usize, Failure> {
        let position = json!({ "line": place.0, "character": place.1 });
        let params = json!({ "textDocument": { "uri": uri(path) }, "position": position });
        let answer = self.ask("textDocument/completion", params)?;
        let items = answer.get("items").unwrap_or(&answer);
        Ok(items.as_array().map_or(0, Vec::len))
    }

    /// The server's resident memory.
    pub fn megabytes(&self) -> Result<f64, Failure> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.server.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next());
        let kilobytes: f64 = kilobytes.ok_or("no VmRSS")?.parse()?;
        Ok(kilobytes / 1_000.0)
    }

    pub fn stop(mut self) -> Result<(), Failure> {
        self.ask("shutdown", Value::Null)?;
        self.tell("exit", Value::Null)?;
        self.input.take();
        self.server.wait()?;
        Ok(())
    }

    fn ask(&mut self, method: &str, params: Value) -> Result<Value, Failure> {
        self.requests += 1;
        let id = RequestId::from(self.requests);
        let request = Request::new(id.clone(), method.to_owned(), params);
        self.write(request.into())?;
        loop {
            if let Message::Response(response) = self.read()?
                && response.id == id
            {
                let answer = response.response_result;
                return answer.map_err(|error| format!("{method}: {}", error.message).into());
            }
        }
    }

    fn tell(&mut self, method: &str, params: Value) -> Result<(), Failure> {
        self.write(Notification::new(method.to_owned(), params).into())
    }

    fn write(&mut self, message: Message) -> Result<(), Failure> {
        let input = self.input.as_mut().ok_or("the server was stopped")?;
        message.write(input)?;
        Ok(input.flush()?)
    }

    fn read(&mut self) -> Result<Message, Failure> {
        Message::read(&mut self.output)?.ok_or_else(|| "the server has left".into())
    }
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}
