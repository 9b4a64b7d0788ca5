//! The only folder that names `web_sys`: storage, files, clipboard, address, focus.
//!
//! Every call here may be refused (storage blocked, page not secure, no window): nothing here throws.

pub mod address;
pub mod dom;
pub mod element;
pub mod files;
pub mod picture;
pub mod preferences;
pub mod store;
pub mod worker;

use leptos::ev;
use leptos::prelude::*;

/// Calls `f` when the page may be about to go: hidden, or left.
pub fn on_leave(f: impl Fn() + Clone + 'static) {
    let hidden = f.clone();
    let _ = window_event_listener_untyped("pagehide", move |_| f());
    let _ = window_event_listener(ev::visibilitychange, move |_| hidden());
}

/// Calls `f` when a person comes back to the page: it is shown, or its window gets the focus.
pub fn on_return(f: impl Fn() + Clone + 'static) {
    let shown = f.clone();
    let _ = window_event_listener_untyped("focus", move |_| f());
    let _ = window_event_listener(ev::visibilitychange, move |_| shown());
}

/// Lets the browser ask before the page is left, at any time when there is something to lose.
pub fn ask_before_leaving(when: impl Fn() -> bool + 'static) {
    let _ = window_event_listener(ev::beforeunload, move |event| {
        if when() {
            event.prevent_default();
            event.set_return_value("unsaved");
        }
    });
}

/// Calls `f` for every key pressed anywhere on the page.
pub fn on_key(f: impl Fn(ev::KeyboardEvent) + 'static) {
    let _ = window_event_listener(ev::keydown, f);
}

/// Opens the print dialog.
pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

/// Names the page after the open plan.
pub fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

/// The time, for people.
pub fn now() -> String {
    String::from(js_sys::Date::new_0().to_iso_string())
}

/// The day on this device, `2026-11-24`.
pub fn today() -> String {
    let now = js_sys::Date::new_0();
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}

/// The time of day, `12:04`.
pub fn time_of_day() -> String {
    let date = js_sys::Date::new_0();
    format!("{}:{:02}", date.get_hours(), date.get_minutes())
}

/// The time of day after a while, `12:04:31`.
pub fn time_after(pause: core::time::Duration) -> String {
    let then = js_sys::Date::now() + pause.as_secs_f64() * 1000.0;
    let date = js_sys::Date::new(&then.into());
    format!("{}:{:02}:{:02}", date.get_hours(), date.get_minutes(), date.get_seconds())
}
