//! Tests of understanding and matching on whole lists.

mod bodies;
mod generator;
mod lists;
mod rows;
mod shared;

/// A count as a number to divide by.
pub fn count(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap())
}
