//! The fragment of the address: `#view=cost`, and `#p=..` for a shared plan. It never reaches a server.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// The value of a key in the fragment.
pub fn get(key: &str) -> Option<String> {
    let hash = web_sys::window()?.location().hash().ok()?;
    value(&hash, key).map(str::to_owned)
}

/// Sets the fragment to a view, and nothing else: a payload in it is taken out.
///
/// `step` makes it a step of the browser's history.
pub fn set_view(view: &str, step: bool) {
    let Some(window) = web_sys::window() else { return };
    let url = format!("{}#view={view}", base());
    let Ok(history) = window.history() else { return };
    let _ = match step {
        true => history.push_state_with_url(&JsValue::NULL, "", Some(&url)),
        false => history.replace_state_with_url(&JsValue::NULL, "", Some(&url)),
    };
}

/// The address that opens a payload.
pub fn link_to(payload: &str) -> String {
    let origin = web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default();
    format!("{origin}{}#p={payload}", base())
}

/// Calls `f` when the fragment changes: back, forward, a link pasted into the open page.
pub fn on_change(f: impl Fn() + 'static) {
    let f = std::rc::Rc::new(f);
    let moved = f.clone();
    let _ = window_event_listener(ev::hashchange, move |_| f());
    let _ = window_event_listener(ev::popstate, move |_| moved());
}

/// The address without its fragment, from the root of the site.
fn base() -> String {
    let location = web_sys::window().map(|window| window.location());
    let part = |get: fn(&web_sys::Location) -> Result<String, JsValue>| {
        location.as_ref().and_then(|location| get(location).ok()).unwrap_or_default()
    };
    part(web_sys::Location::pathname) + &part(web_sys::Location::search)
}

/// The value of a key in a fragment of the form `#key=value&key=value`.
fn value<'a>(hash: &'a str, key: &str) -> Option<&'a str> {
    let pairs = hash.trim_start_matches('#').split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(k, _)| *k == key).map(|(_, v)| v).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_gives_the_value_of_a_key() {
        assert_eq!(value("#view=cost&p=1.ab-_", "p"), Some("1.ab-_"));
        assert_eq!(value("#p=1.a=b", "p"), Some("1.a=b"));
        assert_eq!(value("#view=cost", "p"), None);
        assert_eq!(value("", "view"), None);
    }
}
