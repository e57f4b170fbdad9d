//! Another lane beside that of the configuration.

use super::bus_address::BusAddress;
use super::settings::Settings;
use article::Lane;

impl Settings {
    /// The same settings for another lane: topics, groups and transactional ids of its own. One process works on an embedded
    /// log, so another lane has a log of its own there, `log.backfill.db` beside `log.db`.
    #[must_use]
    pub fn beside(mut self, lane: Lane) -> Self {
        if let BusAddress::Embedded(path) = &mut self.bus
            && lane != self.lane
        {
            let extension = path.extension().map_or_else(
                || lane.as_str().to_owned(),
                |extension| format!("{}.{}", lane.as_str(), extension.to_string_lossy()),
            );
            path.set_extension(extension);
        }
        self.lane = lane;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Environment, Problems};
    use std::path::PathBuf;

    #[test]
    fn another_lane_has_a_log_of_its_own_beside_the_other() {
        let settings = |path: &str| {
            let mut settings = Settings::load(None, &Environment::default(), &mut Problems::default());
            settings.bus = BusAddress::Embedded(PathBuf::from(path));
            settings
        };
        let lane = |name: &str| Lane::named(name).unwrap();
        for (path, name, expected) in [
            ("data/log.db", "backfill", "embedded:data/log.backfill.db"),
            ("log", "replay", "embedded:log.replay"),
            ("data/log.db", "news", "embedded:data/log.db"),
        ] {
            let beside = settings(path).beside(lane(name));
            assert_eq!((beside.bus.to_string().as_str(), beside.lane.as_str()), (expected, name));
        }
        let mut kafka = settings("log.db");
        kafka.bus = BusAddress::Kafka("localhost:9092".to_owned());
        assert_eq!(kafka.beside(lane("replay")).bus.to_string(), "kafka://localhost:9092");
    }
}
