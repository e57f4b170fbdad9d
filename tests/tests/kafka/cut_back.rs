//! A partition that loses its end, as when a replica that is behind becomes the leader: what was written to it since is
//! read, although the group's place is beyond it, and what was read before is not read again.

use super::scene::{PARTITIONS, Scene};
use dateline_tests::{Kafka, Turn};
use std::fs;
use std::path::Path;
use std::time::Duration;

/// Copies the partitions of the input, as one directory each, to a directory or back from it.
fn copy_partitions(scene: &Scene, from: &Path, to: &Path) {
    for partition in 0..PARTITIONS {
        let name = format!("{}-{partition}", scene.input.as_str());
        let (from, to) = (from.join(&name), to.join(&name));
        if to.exists() {
            fs::remove_dir_all(&to).unwrap();
        }
        fs::create_dir(&to).unwrap();
        for entry in fs::read_dir(&from).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

#[test]
fn a_log_that_lost_its_end_is_read_on_where_it_was_cut_off() {
    let _turn = Turn::of(crate::UNHURRIED);
    let (data, before) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut kafka = Kafka::start_at(None, Some(data.path())).unwrap();
    let mut scene = Scene::new(&kafka);
    // What a member remembers goes with its client, which is not to be replaced meanwhile.
    let running = scene.start(Duration::from_secs(600));
    scene.append(0..30);
    scene.wait_copied(30);
    let mut count = 30;
    // What is written afterwards stays below the place to read on, and then goes far beyond it.
    for more in [9, 600] {
        kafka.kill().unwrap();
        copy_partitions(&scene, data.path(), before.path());
        kafka.resume().unwrap();
        scene.append(count..count + 60);
        count += 60;
        scene.wait_copied(count);
        kafka.kill().unwrap();
        copy_partitions(&scene, before.path(), data.path());
        kafka.resume().unwrap();
        scene.append(count..count + more);
        count += more;
        scene.wait_copied(count);
    }
    scene.stop(running);
    scene.assert_each_once(count);
    assert_eq!(scene.skipped(), (0, 0), "nothing was deleted unread");
}
