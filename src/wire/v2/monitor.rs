//! Monitors in a plan file.

use super::read::{chosen, id, list, name, or};
use super::write::{key, some, unless};
use crate::model::{Monitor, limits};
use crate::wire::cursor::Cursor;
use crate::wire::error::Fault;
use crate::wire::writer::Writer;

/// How long a threshold waits when nothing is said, minutes.
const AFTER: f64 = 5.0;

/// A monitor.
pub(super) fn monitor(found: Cursor) -> Result<Monitor, Fault> {
    found.object(&["id", "name", "point", "alerting", "after_minutes", "sees", "misses"], |monitor| {
        Ok(Monitor {
            id: monitor.need("id", id)?,
            name: monitor.need("name", name)?,
            point: monitor.need("point", chosen)?,
            alerting: monitor.need("alerting", chosen)?,
            after: or(monitor, "after_minutes", AFTER)?,
            sees: list(monitor, "sees", limits::MAX_MODES, "id", &mut id)?,
            misses: list(monitor, "misses", limits::MAX_MODES, "id", &mut id)?,
        })
    })
}

/// Writes a monitor.
pub(super) fn write(w: &mut Writer, monitor: &Monitor) {
    w.open('{');
    w.text("id", monitor.id.as_str());
    w.text("name", &monitor.name);
    key(w, "point", monitor.point);
    key(w, "alerting", monitor.alerting);
    unless(w, "after_minutes", AFTER, &monitor.after);
    some(w, "sees", &monitor.sees, |w, id| w.quote(id.as_str()));
    some(w, "misses", &monitor.misses, |w, id| w.quote(id.as_str()));
    w.close('}');
}
