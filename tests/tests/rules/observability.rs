//! The rules, dashboards and receivers of `deploy/observability`: well-formed, proven to fire, documented, and about
//! series that a running pipeline has.

mod alerts;
mod dashboards;
mod expressions;
mod files;
mod running;
mod wiring;
