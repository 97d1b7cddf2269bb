//! Progress on long work: a bar where a person watches, nothing where a file does.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// A bar over bytes.
pub(super) fn bytes(total: Option<u64>) -> ProgressBar {
    bar(total, "{bar:30} {bytes}/{total_bytes} {eta} {msg}", "{spinner} {bytes} {msg}")
}

/// A bar over things.
pub(super) fn things(total: Option<u64>) -> ProgressBar {
    bar(total, "{bar:30} {human_pos}/{human_len} {eta} {msg}", "{spinner} {human_pos} {msg}")
}

fn bar(total: Option<u64>, known: &str, unknown: &str) -> ProgressBar {
    let (bar, template) = match total {
        Some(total) => (ProgressBar::new(total), known),
        None => (ProgressBar::new_spinner(), unknown),
    };
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
