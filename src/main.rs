//! The browser app: with a window it mounts the page, without one it answers jobs as a worker.

use tenfold::ui::browser::worker;

fn main() {
    if worker::is_page() {
        // The page puts its elements there itself; this sets the executor and the root owner up.
        leptos::mount::mount_to_body(tenfold::ui::mount);
    } else {
        worker::serve(tenfold::jobs::run_text);
    }
}
