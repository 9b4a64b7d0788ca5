//! The engine for fault trees against slower ways to the same numbers.

mod bounds;
mod brute_force;
mod cut_sets;
mod laws;
mod oracle;
mod published;
mod random_trees;
