//! Whether the topics of a lane have the partitions that are configured, and if not, what to do about it.
//!
//! Pure: in the topics as configured and as found, out advice that works when it is followed.

use crate::{BusError, Retention, TopicSpec};

/// Whether a topic may have any number of partitions. In a compacted topic each record stands for the latest of its key:
/// added partitions would take keys away from what is known of them.
pub(super) fn keeps_its_partitions(topic: &TopicSpec) -> bool {
    matches!(topic.retention, Retention::Compact)
}

/// Compares topics that exist with their number of partitions.
pub(super) fn check(found: &[(&TopicSpec, i32)]) -> Result<(), BusError> {
    let counted = || found.iter().filter(|(topic, _)| !keeps_its_partitions(topic));
    let Some((odd, count)) = counted().find(|(topic, count)| topic.partitions != *count) else { return Ok(()) };
    let configured = odd.partitions;
    let most = counted().map(|(_, count)| *count).max().unwrap_or(*count);
    let alike = counted().all(|(_, count)| *count == most);
    let detail = if alike && configured < most {
        format!("has {count} partitions, the configuration says {configured}; set topics.partitions = {most}")
    } else if alike {
        format!(
            "has {count} partitions, the configuration says {configured}; set topics.partitions = {most}, or run \
             `dateline topics create` to add partitions to all topics of the lane"
        )
    } else {
        let counts: Vec<String> = counted().map(|(topic, count)| format!("{} {count}", topic.name)).collect();
        let first = if configured < most { format!("set topics.partitions = {most} and ") } else { String::new() };
        format!(
            "has {count} partitions, the configuration says {configured}, and the topics of the lane differ ({}); {first}run \
             `dateline topics create`, which gives all of them {}",
            counts.join(", "),
            configured.max(most)
        )
    };
    Err(BusError::Topic { topic: odd.name.to_string(), detail })
}

/// The topics that have fewer partitions than configured and may get more.
pub(super) fn too_few<'a>(found: &[(&'a TopicSpec, i32)]) -> Vec<&'a TopicSpec> {
    let few = found.iter().filter(|(topic, count)| !keeps_its_partitions(topic) && *count < topic.partitions);
    few.map(|(topic, _)| *topic).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use article::TopicName;
    use std::time::Duration;

    fn lane(configured: i32) -> Vec<TopicSpec> {
        let spec = |name: &str, retention| TopicSpec {
            name: TopicName::new(name),
            partitions: configured,
            retention,
            max_message_bytes: 1 << 20,
        };
        let news = Retention::Delete { age: Duration::from_secs(60), bytes: None };
        vec![spec("raw", news), spec("articles", news), spec("cursors", Retention::Compact)]
    }

    fn refusal(configured: i32, counts: [i32; 3]) -> Option<String> {
        let lane = lane(configured);
        let found: Vec<_> = lane.iter().zip(counts).collect();
        check(&found).err().map(|error| error.to_string())
    }

    #[test]
    fn advice_leads_to_a_configuration_that_is_taken() {
        assert_eq!(refusal(6, [6, 6, 6]), None);
        assert_eq!(refusal(9, [9, 9, 6]), None, "cursors stay where they are");
        assert_eq!(
            refusal(6, [9, 9, 6]).unwrap(),
            "topic raw: has 9 partitions, the configuration says 6; set topics.partitions = 9"
        );
        let one_grown = refusal(6, [6, 9, 6]).unwrap();
        assert!(one_grown.starts_with("topic articles: has 9"), "{one_grown}");
        assert!(one_grown.contains("raw 6, articles 9") && one_grown.contains("set topics.partitions = 9 and run"));
        // Its first half is followed.
        let set = refusal(9, [6, 9, 6]).unwrap();
        assert!(set.starts_with("topic raw: has 6") && !set.contains("set topics.partitions"), "{set}");
        let lane = lane(9);
        let found: Vec<_> = lane.iter().zip([6, 9, 6]).collect();
        assert_eq!(too_few(&found).iter().map(|topic| topic.name.as_str()).collect::<Vec<_>>(), ["raw"]);
        let more = refusal(9, [6, 6, 6]).unwrap();
        assert!(more.contains("= 6, or run `dateline topics create`"), "{more}");
    }
}
