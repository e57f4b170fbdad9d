//! Joining a group. A bus that cannot take a loop in yet, such as a cluster whose brokers are just starting, is waited
//! for as it is once the loop runs.

use crate::backoff::{Backoff, jitter};
use crate::{LoopSettings, Part, Shutdown};
use bus::{Bus, BusError, Member, Membership, Outputs};
use std::sync::Arc;
use std::time::Duration;

const FIRST_WAIT: Duration = Duration::from_millis(500);
const LONGEST_WAIT: Duration = Duration::from_secs(15);

/// Says that a loop joins its group anew, because it has no partition although the bus is there: its client looks for the
/// group where it no longer is (librdkafka 2.12.1 keeps the address of a coordinator that moved under the same id).
pub(crate) fn homeless(settings: &LoopSettings) -> String {
    let (stage, group, lasts_s) = (&settings.name, &settings.group, settings.homeless().as_secs());
    tracing::warn!(stage, group, lasts_s, "no partition although the bus is there; rejoining the group");
    format!("the group {group} gave it no partition for {lasts_s} s although the bus is there; it rejoins the group")
}

/// Joins as the settings say. While the bus fails, `part` is not ready and says why; what a person must mend is an error,
/// and so is the last failure when the end is requested.
pub(crate) fn join(
    bus: &dyn Bus,
    shutdown: &Shutdown,
    part: &Part,
    settings: &LoopSettings,
    outputs: Arc<dyn Outputs>,
) -> Result<Box<dyn Member>, BusError> {
    let membership = Membership {
        group: settings.group.clone(),
        topic: settings.input.clone(),
        transactional_id: settings.transactional_id.clone(),
        outputs,
    };
    let mut backoff = Backoff::new(FIRST_WAIT, LONGEST_WAIT);
    loop {
        let error = match bus.join(membership.clone()) {
            Err(error @ BusError::Client { .. }) => error,
            end => return end,
        };
        let (stage, group, wait) = (&settings.name, &settings.group, backoff.next_wait(jitter()));
        if backoff.attempts() == 1 {
            tracing::warn!(stage, group, %error, "cannot join the group yet; it is tried again until it works");
        } else {
            tracing::debug!(stage, group, %error, attempt = backoff.attempts(), "cannot join the group yet");
        }
        part.unready(&format!("cannot join the group {group} yet: {error}"));
        if shutdown.wait_timeout(wait) {
            return Err(error);
        }
    }
}
