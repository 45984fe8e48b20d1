//! The conversation: messages in, answers and findings out. In: a connection. Out: nothing, when it is over.
//! Never: an end before the client's.

use super::capabilities::capabilities;
use super::convert::{Encoding, convert, path_of, uri_of};
use super::documents::{Documents, Refusal};
use super::findings::Told;
use super::inbox::{Inbox, Next};
use super::requests;
use crate::ide::{HintOptions, Stale, Workspace};
use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::notification::{self, Notification as _};
use lsp_types::request;
use lsp_types::{
    ClientCapabilities, Diagnostic, DidChangeConfigurationParams, DidChangeTextDocumentParams,
    DidChangeWatchedFilesParams, DidChangeWorkspaceFoldersParams, DidCloseTextDocumentParams,
    DidOpenTextDocumentParams, InitializeParams, InitializeResult, LogMessageParams, MessageType,
    PublishDiagnosticsParams, ServerInfo, Uri,
};
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// The state of a conversation.
#[derive(Default)]
pub struct Server {
    pub workspace: Workspace,
    pub documents: Documents,
    pub encoding: Encoding,
    /// What the client can do.
    pub client: ClientCapabilities,
    /// The tokens that the client has.
    pub tokens: requests::SentTokens,
    /// Which hints it wants.
    pub hints: HintOptions,
    /// How often the client was asked for something.
    asked: i32,
    stage: Stage,
    told: Told,
    /// Files of whose present text nothing was told yet.
    untold: BTreeSet<PathBuf>,
    /// To be sent before anything else is done.
    outgoing: Vec<Message>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Nobody has said who they are.
    #[default]
    New,
    Running,
    /// The client has said that it is about to leave.
    ShutDown,
}

/// Talks over standard input and output until the client leaves. Whether it left as the protocol says.
pub fn serve_stdio() -> io::Result<bool> {
    let (connection, threads) = Connection::stdio();
    let is_polite = serve(connection);
    match is_polite {
        // A client that is gone reads nothing: what could not be written is no mistake of ours.
        false => Ok(false),
        true => threads.join().map(|()| true),
    }
}

/// Talks until the client leaves. Whether it said so before, as the protocol asks.
pub fn serve(connection: Connection) -> bool {
    let mut inbox = Inbox::new(&connection);
    let mut server = Server::default();
    loop {
        let next = match server.has_work() {
            true => inbox.next_now(),
            false => inbox.next(),
        };
        match next {
            Next::Message(Message::Notification(one)) if one.method == EXIT => {
                return server.stage == Stage::ShutDown;
            }
            Next::Message(message) => server.take(message),
            Next::Cancelled(id) => {
                let message = "taken back before its turn".to_owned();
                let code = ErrorCode::RequestCanceled as i32;
                server.send(Response::new_err(id, code, message).into());
            }
            Next::Nothing => server.work(),
            Next::Closed => return server.stage == Stage::ShutDown,
        }
        for message in server.outgoing.drain(..) {
            if connection.sender.send(message).is_err() {
                return false;
            }
        }
    }
}

const EXIT: &str = notification::Exit::METHOD;

impl Server {
    fn send(&mut self, message: Message) {
        self.outgoing.push(message);
    }

    fn notify<N: notification::Notification>(&mut self, params: N::Params) {
        let one = Notification::new(N::METHOD.to_owned(), params);
        self.send(one.into());
    }

    /// Asks the client for something whose answer does not matter.
    pub fn ask<R: request::Request>(&mut self, params: R::Params) {
        self.asked += 1;
        let id = RequestId::from(self.asked);
        let one = Request::new(id, R::METHOD.to_owned(), params);
        self.send(one.into());
    }

    /// Says something into the log that editors keep.
    pub fn log(&mut self, typ: MessageType, message: impl Into<String>) {
        let message = message.into();
        self.notify::<notification::LogMessage>(LogMessageParams { typ, message });
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Request(request) => {
                if let Some(response) = self.answer(request) {
                    self.send(response.into());
                }
            }
            Message::Notification(one) => {
                let method = one.method.clone();
                // A mistake of ours must not end the conversation.
                if catch_unwind(AssertUnwindSafe(|| self.hear(one))).is_err() {
                    let said = format!("{method} ended with a mistake of the compiler's own");
                    self.log(MessageType::ERROR, said);
                }
            }
            // Nothing is asked of the client whose answer matters.
            Message::Response(_) => {}
        }
    }

    fn answer(&mut self, request: Request) -> Option<Response> {
        let refused = |code: ErrorCode, message: &str| {
            Some(Response::new_err(
                request.id.clone(),
                code as i32,
                message.to_owned(),
            ))
        };
        match (self.stage, request.method.as_str()) {
            (Stage::New, "initialize") => Some(self.begin(request)),
            (Stage::New, _) => refused(ErrorCode::ServerNotInitialized, "`initialize` comes first"),
            (_, "initialize") => refused(ErrorCode::InvalidRequest, "`initialize` comes once"),
            (Stage::ShutDown, _) => refused(ErrorCode::InvalidRequest, "the server was shut down"),
            (Stage::Running, "shutdown") => {
                self.stage = Stage::ShutDown;
                Some(Response::new_ok(request.id, ()))
            }
            (Stage::Running, _) => requests::answer(self, request),
        }
    }

    fn begin(&mut self, request: Request) -> Response {
        let params: InitializeParams = match serde_json::from_value(request.params) {
            Ok(params) => params,
            Err(error) => {
                let code = ErrorCode::InvalidParams as i32;
                return Response::new_err(request.id, code, error.to_string());
            }
        };
        let general = params.capabilities.general.as_ref();
        let known = general.and_then(|general| general.position_encodings.as_deref());
        self.encoding = Encoding::choose(known.unwrap_or(&[]));
        for folder in folders(&params) {
            self.workspace.add_folder(&folder);
        }
        if let Some(options) = &params.initialization_options {
            self.hints = requests::hint_options(self.hints, options);
        }
        self.client = params.capabilities;
        self.stage = Stage::Running;
        let result = InitializeResult {
            capabilities: capabilities(&self.client, self.encoding),
            server_info: Some(ServerInfo {
                name: "infra".to_owned(),
                version: Some(env!("CARGO_PKG_VERSION").to_owned()),
            }),
        };
        Response::new_ok(request.id, result)
    }

    fn hear(&mut self, one: Notification) {
        if self.stage != Stage::Running {
            return;
        }
        match one.method.as_str() {
            notification::DidOpenTextDocument::METHOD => {
                if let Some(params) = self.read::<DidOpenTextDocumentParams>(one) {
                    self.opened(params);
                }
            }
            notification::DidChangeTextDocument::METHOD => {
                if let Some(params) = self.read::<DidChangeTextDocumentParams>(one) {
                    self.changed(params);
                }
            }
            notification::DidCloseTextDocument::METHOD => {
                if let Some(params) = self.read::<DidCloseTextDocumentParams>(one) {
                    self.closed(&params.text_document.uri);
                }
            }
            notification::DidChangeConfiguration::METHOD => {
                if let Some(params) = self.read::<DidChangeConfigurationParams>(one) {
                    requests::configured(self, params);
                }
            }
            notification::DidChangeWatchedFiles::METHOD => {
                if let Some(params) = self.read::<DidChangeWatchedFilesParams>(one) {
                    for change in params.changes {
                        self.touched(&change.uri);
                    }
                }
            }
            notification::DidChangeWorkspaceFolders::METHOD => {
                if let Some(params) = self.read::<DidChangeWorkspaceFoldersParams>(one) {
                    self.folders_changed(params);
                }
            }
            // What starts with `$/` may be passed over, and so may what nobody asked for.
            _ => {}
        }
    }

    fn read<P: DeserializeOwned>(&mut self, one: Notification) -> Option<P> {
        match serde_json::from_value(one.params) {
            Ok(params) => Some(params),
            Err(error) => {
                self.log(MessageType::ERROR, format!("{}: {error}", one.method));
                None
            }
        }
    }

    fn opened(&mut self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        if let Some(path) = path_of(&document.uri) {
            self.workspace.open(&path, &document.text);
            self.untold.insert(path.clone());
            self.documents.open(path, document.version, document.text);
        }
    }

    fn changed(&mut self, params: DidChangeTextDocumentParams) {
        let document = params.text_document;
        let Some(path) = path_of(&document.uri) else {
            return;
        };
        let (version, changes) = (document.version, params.content_changes);
        let changed = self
            .documents
            .change(&path, version, changes, self.encoding);
        let refused = match changed {
            Ok(text) => {
                self.workspace.set(&path, text);
                self.untold.insert(path);
                return;
            }
            Err(refused) => refused,
        };
        let shown = path.display();
        let message = match refused {
            Refusal::NotOpen => format!("refused a change of `{shown}`, which is not open"),
            Refusal::Late { version: have } => {
                format!("refused version {version} of `{shown}`, which has version {have}")
            }
        };
        self.log(MessageType::ERROR, message);
    }

    fn closed(&mut self, uri: &Uri) {
        if let Some(path) = path_of(uri)
            && self.documents.close(&path)
        {
            self.workspace.close(&path);
            self.untold.remove(&path);
        }
    }

    fn touched(&mut self, uri: &Uri) {
        // The text of an open file is what the editor says.
        if let Some(path) = path_of(uri)
            && !self.workspace.is_open(&path)
        {
            self.workspace.touch(&path);
        }
    }

    fn folders_changed(&mut self, params: DidChangeWorkspaceFoldersParams) {
        for folder in &params.event.removed {
            if let Some(path) = path_of(&folder.uri) {
                self.workspace.remove_folder(&path);
            }
        }
        for folder in &params.event.added {
            if let Some(path) = path_of(&folder.uri) {
                self.workspace.add_folder(&path);
            }
        }
    }

    /// Whether there is something to be done that nobody waits for.
    fn has_work(&self) -> bool {
        self.stage == Stage::Running && self.workspace.has_work()
    }

    /// One step of that: the findings of one program, or a look at one file of the folders.
    fn work(&mut self) {
        let worked = catch_unwind(AssertUnwindSafe(|| {
            match self.workspace.next_stale() {
                Some(Stale::Changed(program)) => self.tell(&program),
                Some(Stale::Gone(program)) => {
                    let news = self.told.forget(&program);
                    self.publish_all(news);
                }
                None => {
                    self.workspace.look_further();
                }
            };
        }));
        if worked.is_err() {
            let message = "a check ended with a mistake of the compiler's own";
            self.log(MessageType::ERROR, message);
        }
    }

    /// Tells the client what is wrong with a program, as far as that is news.
    fn tell(&mut self, program: &Path) {
        let analysis = self.workspace.analysis(program);
        let mut news = self.told.set(program, convert(&analysis, self.encoding));
        let read = self.workspace.read_by(program);
        // What was a program of its own may be a part of this one by now.
        for other in &read {
            if self.told.has(other) && !self.workspace.is_program(other) {
                news.extend(self.told.forget(other));
            }
        }
        self.publish_all(news);
        // Who has changed a file hears of that version, even where the findings are the same.
        for path in &read {
            if self.untold.contains(path) {
                let found = self.told.of(path).to_vec();
                self.publish(path, found);
            }
        }
    }

    fn publish_all(&mut self, news: Vec<(PathBuf, Vec<Diagnostic>)>) {
        for (path, diagnostics) in news {
            self.publish(&path, diagnostics);
        }
    }

    fn publish(&mut self, path: &Path, diagnostics: Vec<Diagnostic>) {
        self.untold.remove(path);
        if let Some(uri) = uri_of(path) {
            let version = self.documents.get(path).map(|document| document.version);
            let params = PublishDiagnosticsParams::new(uri, diagnostics, version);
            self.notify::<notification::PublishDiagnostics>(params);
        }
    }
}

/// The folders that the client has open.
fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let folders = params.workspace_folders.iter().flatten();
    let folders: Vec<PathBuf> = folders.filter_map(|folder| path_of(&folder.uri)).collect();
    if !folders.is_empty() {
        return folders;
    }
    // Clients of before had one folder.
    #[allow(deprecated)]
    let root = params.root_uri.as_ref().and_then(path_of);
    root.into_iter().collect()
}
