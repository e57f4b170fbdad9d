//! What `deploy/kubernetes` promises, as kustomize renders it, without a cluster.

mod agreement;
mod pods;
mod rendered;
