//! Cases for the recogniser, beside it.
