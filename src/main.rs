//! The browser app: with a window it mounts the page, without one it answers jobs as a worker.

use leptos::prelude::mount_to_body;
use wasm_bindgen::JsCast;

fn main() {
    if web_sys::window().is_none() {
        let scope = js_sys::global().unchecked_into::<web_sys::DedicatedWorkerGlobalScope>();
        let _ = scope.post_message(&"ready".into());
        return;
    }
    mount_to_body(tenfold::ui::App);
}
