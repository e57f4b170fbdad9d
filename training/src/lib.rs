//! What the trainers share.

mod calibration;

pub use calibration::Calibration;
