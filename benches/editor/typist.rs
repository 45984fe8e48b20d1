//! Who presses the keys. In: the files. Out: one change after the other, at places that a fixed seed chooses.
//! Never: a text that drifts away: every few keys what was typed is taken back.

/// One change of a file.
pub struct Key {
    pub file: String,
    pub version: i32,
    /// The line and the column (all characters are of ASCII) where it begins and ends.
    pub from: (u32, u32),
    pub to: (u32, u32),
    pub text: String,
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (line, column) = (self.from.0 + 1, self.from.1 + 1);
        let file = &self.file;
        write!(
            f,
            "{:?} in place of {} characters at {file}:{line}:{column}",
            self.text,
            self.to.1.abs_diff(self.from.1)
        )
    }
}

pub struct Typist {
    files: Vec<File>,
    seed: u64,
    /// What was done and is to be taken back: the file, the place, what was there and what is there now.
    done: Vec<(usize, usize, String, String)>,
}

struct File {
    name: String,
    text: String,
    version: i32,
    before: String,
}

/// What people type.
const TYPED: &[&str] = &[
    "x", "\n", "{", "}", "\"", ".", ":", " ", "$", "0", "(", ",", "//",
];

/// So many keys are pressed before they are taken back, one by one.
const DEPTH: usize = 3;

impl Typist {
    pub fn new(files: Vec<(String, String)>) -> Typist {
        let files = files.into_iter().map(|(name, text)| File {
            name,
            before: text.clone(),
            text,
            version: 1,
        });
        Typist {
            files: files.collect(),
            seed: 0x2545_F491_4F6C_DD1D,
            done: Vec::new(),
        }
    }

    pub fn count(&self) -> usize {
        self.files.len()
    }

    pub fn file(&self, at: usize) -> (&str, &str) {
        self.files
            .get(at)
            .map_or(("", ""), |file| (&file.name, &file.text))
    }

    pub fn text(&self, name: &str) -> &str {
        let mut files = self.files.iter();
        files
            .find(|file| file.name == name)
            .map_or("", |file| &file.text)
    }

    /// The next key: a character more or less somewhere, or one that is taken back.
    pub fn press(&mut self) -> Key {
        let is_back = self.done.len() >= DEPTH || (!self.done.is_empty() && self.next(2) == 0);
        if is_back && let Some(key) = self.press_back() {
            return key;
        }
        let file = self.next(self.files.len());
        let length = self.files.get(file).map_or(0, |file| file.text.len());
        let at = self.next(length);
        let is_more = self.next(3) > 0;
        let typed = TYPED.get(self.next(TYPED.len())).copied().unwrap_or("x");
        let (old, new) = match is_more {
            true => (0, typed),
            false => (1, ""),
        };
        let Some(held) = self.files.get(file) else {
            return self.press();
        };
        let old = held.text.get(at..at + old).unwrap_or("").to_owned();
        let new = new.to_owned();
        self.done.push((file, at, old.clone(), new.clone()));
        self.put(file, at, &old, &new)
    }

    /// Takes back the last key that was not taken back.
    pub fn press_back(&mut self) -> Option<Key> {
        let (file, at, old, new) = self.done.pop()?;
        Some(self.put(file, at, &new, &old))
    }

    /// Adds a line at the end of a file. Gives the version and the place behind it.
    pub fn append(&mut self, name: &str, line: &str) -> (i32, (u32, u32)) {
        let Some(file) = self.files.iter_mut().find(|file| file.name == name) else {
            return (0, (0, 0));
        };
        file.before.clone_from(&file.text);
        file.text.push_str(line);
        file.version += 1;
        (file.version, place(&file.text, file.text.len()))
    }

    /// Takes back the line that was added. Gives the version.
    pub fn take_back(&mut self, name: &str) -> i32 {
        let Some(file) = self.files.iter_mut().find(|file| file.name == name) else {
            return 0;
        };
        file.text.clone_from(&file.before);
        file.version += 1;
        file.version
    }

    fn put(&mut self, at: usize, start: usize, old: &str, new: &str) -> Key {
        let Some(file) = self.files.get_mut(at) else {
            return Key {
                file: String::new(),
                version: 0,
                from: (0, 0),
                to: (0, 0),
                text: String::new(),
            };
        };
        let end = start + old.len();
        let (from, to) = (place(&file.text, start), place(&file.text, end));
        file.text.replace_range(start..end, new);
        file.version += 1;
        Key {
            file: file.name.clone(),
            version: file.version,
            from,
            to,
            text: new.to_owned(),
        }
    }

    /// A number below `limit`: xorshift, the same in every run.
    fn next(&mut self, limit: usize) -> usize {
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        (self.seed % limit.max(1) as u64) as usize
    }
}

fn place(text: &str, offset: usize) -> (u32, u32) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count();
    let column = before.len() - before.rfind('\n').map_or(0, |at| at + 1);
    (line as u32, column as u32)
}
