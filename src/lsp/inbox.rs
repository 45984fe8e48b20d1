//! Messages that wait for their turn. In: what the client sends, at any time. Out: one message after the
//! other. Never: a client that waits because the server is at work; what is taken back meanwhile is
//! marked so.

use lsp_server::{Connection, Message, Request, RequestId};
use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// The messages that came in.
pub struct Inbox {
    arriving: Receiver<Message>,
    waiting: VecDeque<Message>,
}

/// What comes next.
pub enum Next {
    Message(Message),
    /// A request that was taken back before its turn.
    Cancelled(RequestId),
    /// Nothing waits.
    Nothing,
    /// Nothing will come any more.
    Closed,
}

const CANCEL: &str = "$/cancelRequest";

impl Inbox {
    /// Takes in what a connection receives, on a thread of its own.
    pub fn new(connection: &Connection) -> Inbox {
        let (sender, arriving) = channel();
        let receiver = connection.receiver.clone();
        std::thread::spawn(move || {
            // Where nobody listens any more, or nothing comes any more, it is over.
            let _ = receiver.iter().try_for_each(|message| sender.send(message));
        });
        Inbox {
            arriving,
            waiting: VecDeque::new(),
        }
    }

    /// The next message, whether there is one or not.
    pub fn next_now(&mut self) -> Next {
        let is_open = self.take_in();
        match self.waiting.pop_front() {
            Some(message) => self.unless_cancelled(message),
            None if is_open => Next::Nothing,
            None => Next::Closed,
        }
    }

    /// The next message; waits for it.
    pub fn next(&mut self) -> Next {
        if self.waiting.is_empty() {
            match self.arriving.recv() {
                Ok(message) => self.waiting.push_back(message),
                Err(_) => return Next::Closed,
            }
        }
        self.next_now()
    }

    /// Takes in all that has come so far. Whether more may come.
    fn take_in(&mut self) -> bool {
        loop {
            match self.arriving.try_recv() {
                Ok(message) => self.waiting.push_back(message),
                Err(TryRecvError::Empty) => return true,
                Err(TryRecvError::Disconnected) => return false,
            }
        }
    }

    fn unless_cancelled(&self, message: Message) -> Next {
        match message {
            Message::Request(request) if self.takes_back(&request) => Next::Cancelled(request.id),
            message => Next::Message(message),
        }
    }

    fn takes_back(&self, request: &Request) -> bool {
        let id = serde_json::to_value(&request.id).ok();
        self.waiting.iter().any(|message| match message {
            Message::Notification(one) => {
                one.method == CANCEL && one.params.get("id") == id.as_ref()
            }
            _ => false,
        })
    }
}
