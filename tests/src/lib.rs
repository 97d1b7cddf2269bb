//! Nothing of its own: the tests are in `http/`. Cargo asks every package for a library or a program.
