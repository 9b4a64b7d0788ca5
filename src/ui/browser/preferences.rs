//! What the page remembers of a person, and the fast mirror of the open plan: both may be forgotten.

use gloo_storage::{LocalStorage, Storage};
use leptos::ev;
use leptos::prelude::window_event_listener;

/// The key of the mirror; `boot.js` reads it when everything else is dead.
const MIRROR: &str = "tenfold.mirror";
/// The key of what the mirror is a write of: the plan's key and the generation that it takes the place of.
const MIRROR_OF: &str = "tenfold.mirror.of";

/// The colours that were asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// As the system has them.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The word for the style sheet and for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The one after it.
    pub fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }

    /// The remembered one.
    pub fn remembered() -> Self {
        let name = read("tenfold.theme").unwrap_or_default();
        [Self::Light, Self::Dark].into_iter().find(|theme| theme.name() == name).unwrap_or(Self::System)
    }

    /// Puts it on, and remembers it.
    pub fn wear(self) {
        write("tenfold.theme", self.name());
        let document = web_sys::window().and_then(|window| window.document());
        let Some(root) = document.and_then(|document| document.document_element()) else { return };
        let _ = match self {
            Self::System => root.remove_attribute("data-theme"),
            Self::Light | Self::Dark => root.set_attribute("data-theme", self.name()),
        };
    }
}

/// The key of the plan that was open last.
pub fn last_plan() -> Option<String> {
    read("tenfold.last").filter(|key| !key.is_empty())
}

/// Remembers the key of the open plan.
pub fn set_last_plan(key: &str) {
    write("tenfold.last", key);
}

/// Keeps the text of the open plan within reach of `boot.js`, before it is written where `generation` stands.
pub fn mirror(text: &str, key: &str, generation: u64) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(MIRROR_OF); // not of the text that is there now
        if storage.set_item(MIRROR, text).is_ok() {
            let _ = storage.set_item(MIRROR_OF, &format!("{generation} {key}"));
        }
    }
}

/// Notes that what the mirror holds is committed: it is nothing to bring back.
pub fn mirror_committed() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(MIRROR_OF);
    }
}

/// What was last begun to be written and not committed: the text, the plan's key, and the generation that it takes the place of.
pub fn mirrored() -> Option<(String, String, u64)> {
    let storage = storage()?;
    let of = storage.get_item(MIRROR_OF).ok().flatten()?;
    let (generation, key) = of.split_once(' ')?;
    Some((storage.get_item(MIRROR).ok().flatten()?, key.to_owned(), generation.parse().ok()?))
}

/// Calls `f` when another tab has noted that what it wrote is committed.
pub fn on_other_tab_saved(f: impl Fn() + 'static) {
    let _ = window_event_listener(ev::storage, move |event| {
        if event.key().as_deref() == Some(MIRROR_OF) && event.new_value().is_none() {
            f();
        }
    });
}

/// The storage, when it is there and answers: `gloo-storage` throws where it does not.
fn storage() -> Option<web_sys::Storage> {
    let storage = web_sys::window()?.local_storage().ok().flatten()?;
    storage.get_item(MIRROR).ok()?;
    Some(storage)
}

fn read(key: &str) -> Option<String> {
    storage()?;
    LocalStorage::get(key).ok()
}

fn write(key: &str, value: &str) {
    if storage().is_some() {
        let _ = LocalStorage::set(key, value);
    }
}
