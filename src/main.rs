//! The browser app: with a window it mounts the page, without one it answers jobs as a worker.

use tenfold::ui::browser::worker;

fn main() {
    if worker::is_page() {
        leptos::prelude::mount_to_body(tenfold::ui::App);
    } else {
        worker::serve(tenfold::jobs::run_text);
    }
}
