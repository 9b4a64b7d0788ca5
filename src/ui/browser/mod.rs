//! The only folder that names `web_sys`: storage, files, clipboard, address, focus.

pub mod dom;
pub mod paper;
