//! Files and the clipboard.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlInputElement, Url};

use crate::wire::MAX_BYTES;

/// Hands a text over as a file; tells whether the browser took it.
pub fn download(name: &str, kind: &str, text: &str) -> bool {
    try_download(name, kind, text).is_some()
}

fn try_download(name: &str, kind: &str, text: &str) -> Option<()> {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    download_blob(name, &Blob::new_with_str_sequence_and_options(&parts, &options).ok()?)
}

/// Hands bytes over as a file.
pub(super) fn download_blob(name: &str, blob: &Blob) -> Option<()> {
    let url = Url::create_object_url_with_blob(blob).ok()?;
    let document = web_sys::window()?.document()?;
    let link: HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The click starts the download after this returns: the address has to live until then.
    set_timeout(
        move || {
            let _ = Url::revoke_object_url(&url);
        },
        core::time::Duration::from_secs(60),
    );
    Some(())
}

/// A file name out of a plan's name: `web-shop-eu.tenfold.json`.
pub fn file_name(plan: &str, ending: &str) -> String {
    let slug = crate::model::Id::from_name(plan, |_| false);
    format!("{slug}.{ending}")
}

/// Asks for a plan file and hands its bytes over, or says why not.
pub fn pick(then: impl Fn(Result<Vec<u8>, String>) + Clone + 'static) {
    pick_one(".json,application/json", MAX_BYTES, then);
}

/// Asks for a file of a kind and of at most so many bytes, and hands its bytes over, or says why not.
pub fn pick_one(kinds: &str, most: usize, then: impl Fn(Result<Vec<u8>, String>) + Clone + 'static) {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(element) = document.and_then(|document| document.create_element("input").ok()) else { return };
    let Ok(input) = element.dyn_into::<HtmlInputElement>() else { return };
    input.set_type("file");
    input.set_accept(kinds);
    let chosen = input.clone();
    let change = Closure::once_into_js(move || {
        let Some(file) = chosen.files().and_then(|files| files.get(0)) else { return };
        spawn_local(async move {
            if file.size() > most as f64 {
                then(Err(format!("This file is too large; at most {} MiB are read.", most >> 20)));
                return;
            }
            let bytes = JsFuture::from(file.array_buffer()).await;
            then(match bytes {
                Ok(buffer) => Ok(js_sys::Uint8Array::new(&buffer).to_vec()),
                Err(_) => Err("The browser could not read this file.".into()),
            });
        });
    });
    input.set_onchange(change.dyn_ref());
    input.click();
}

/// Puts a text on the clipboard; `then` hears whether it is there.
pub fn copy(text: String, then: impl FnOnce(bool) + 'static) {
    let window = web_sys::window().filter(web_sys::Window::is_secure_context);
    let Some(window) = window else {
        then(false);
        return;
    };
    spawn_local(async move {
        let done = JsFuture::from(window.navigator().clipboard().write_text(&text)).await;
        then(done.is_ok());
    });
}
