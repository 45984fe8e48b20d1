//! What of the imported files a stack needs. In: the names of all files. Out: for each the top-level
//! items that are reached from the stack. Never: what is written but not needed.

use super::Names;
use crate::syntax::ast::ItemId;
use crate::text::FileId;
use rustc_hash::{FxHashMap, FxHashSet};

/// What is reached in each of several files. `whole` says of which all items count, needed or not.
pub fn reach<'a>(
    files: impl IntoIterator<Item = (FileId, &'a Names, bool)>,
) -> FxHashMap<FileId, FxHashSet<ItemId>> {
    let mut reached: FxHashMap<FileId, FxHashSet<ItemId>> = FxHashMap::default();
    let mut names: FxHashMap<FileId, &Names> = FxHashMap::default();
    let mut open = Vec::new();
    for (file, own, whole) in files {
        names.insert(file, own);
        if whole {
            open.extend(own.foreign.iter().map(|(_, read)| *read));
        }
    }
    while let Some(decl) = open.pop() {
        if !reached.entry(decl.file).or_default().insert(decl.item) {
            continue;
        }
        let Some(own) = names.get(&decl.file) else {
            continue;
        };
        let reads = own.reads.of(decl.item).iter();
        open.extend(reads.map(|(item, _)| super::DeclId {
            file: decl.file,
            item: *item,
        }));
        open.extend(own.foreign_of(decl.item));
    }
    reached
}
