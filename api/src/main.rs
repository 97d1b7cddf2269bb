//! The program `birlik`: reads the command line and the configuration, and runs a command.

use std::process::ExitCode;

/// Queries make and drop much that is small: the allocator of the C library takes a sixth of their time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[allow(clippy::expect_used, reason = "there is nothing to do without threads")]
fn main() -> ExitCode {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("the machine gives the program its threads");
    runtime.block_on(birlik_api::command::run())
}
