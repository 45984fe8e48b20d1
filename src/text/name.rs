//! Names: short strings that are cloned everywhere. Up to 15 bytes are stored in place.

/// An identifier, a property name, a record key or a short text.
pub type Name = ecow::EcoString;
