//! `cargo xtask`: everything a person or a machine does with this repository.
//!
//! Standard library only, so that the first command on a fresh machine compiles in a second.
//! Tools that are missing are built or fetched into `target/tools` and nowhere else.

mod browser;
mod check;
mod command;
mod peers;
mod policy;
mod promtool;
mod release;
mod serve;
mod tools;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask COMMAND

  serve [--port N] [--release] [--no-open]   build what is missing, serve the app, open the browser
  test [--fast]                              all checks, one verdict; --fast leaves out the release
                                             build and everything that needs it
  build [--public-url /PATH/]                the release page in dist/, its policy and its sizes
  size                                       the sizes of what is in dist/
  bench [ARGUMENTS]                          the benches; arguments go to `cargo bench`
  bench --peers                              our work beside numpy's and SimPy's, natively and as Wasm
  tools                                      build trunk and wasm-bindgen into target/tools";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["serve", options @ ..] => serve::Options::parse(options).and_then(|options| serve::serve(&options)),
        ["test"] => check::all(check::Scope::Everything),
        ["test", "--fast"] => check::all(check::Scope::Fast),
        ["build"] => release::build("/"),
        ["build", "--public-url", url] => release::build(url),
        ["size"] => release::check_sizes(),
        ["bench", "--peers"] => peers::compare(),
        ["bench", rest @ ..] => command::cargo(&["bench", "--no-default-features"]).args(rest).run(),
        ["tools"] => tools::ready(),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => Err(format!("not a command: `{}`\n\n{USAGE}", words.join(" "))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}
