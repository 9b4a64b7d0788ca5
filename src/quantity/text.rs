//! Reading and writing quantities as people do (`99.95%`, `4h 22m/yr`, `5..10`).
