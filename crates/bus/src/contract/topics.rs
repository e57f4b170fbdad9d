//! Creating topics.

use super::scene::{Scene, numbers, refused_for_topic};
use crate::Bus;

pub(super) fn created_topics_have_their_partitions(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "create");
    let specs = [scene.spec("one", 1), scene.spec("three", 3), scene.spec("twelve", 12)];
    bus.ensure_topics(&specs).unwrap();
    for spec in specs {
        scene.has_partitions(&spec.name, spec.partitions);
    }
}

pub(super) fn creating_a_topic_again_changes_nothing(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "again");
    let topic = scene.topic("in", 3);
    scene.append_values(&topic, 0..10);
    bus.ensure_topics(&[scene.spec("in", 3), scene.spec("new", 2)]).unwrap();
    scene.has_partitions(&topic, 3);
    scene.has_partitions(&scene.name("new"), 2);
    assert_eq!(numbers(&scene.read(&topic, 10)), (0..10).collect::<Vec<_>>());
}

pub(super) fn another_partition_count_is_refused(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "count");
    let topic = scene.topic("in", 3);
    for partitions in [1, 4] {
        let specs = [scene.spec("in", partitions)];
        refused_for_topic(bus.ensure_topics(&specs), &format!("a topic of 3 partitions as one of {partitions}"));
    }
    scene.has_partitions(&topic, 3);
}

pub(super) fn a_topic_that_does_not_exist_is_an_error(bus: &dyn Bus, prefix: &str) {
    let scene = Scene::new(bus, prefix, "missing");
    let count = bus.partition_count(&scene.name("nothing"));
    assert!(count.is_err(), "a topic that was never created has {count:?} partitions");
}
