//! `dateline lag`, `sources`, `trace`, `tail` and `top` on the embedded log.

use article::{Lane, Topics};
use bus::EmbeddedLog;
use harness::looking::{Looking, absence_is_said};

#[test]
fn a_pipeline_on_the_embedded_log_is_told_as_it_is() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path();
    std::fs::create_dir(path.join("wire")).unwrap();
    let at = path.display();
    let config = format!(
        "bus = \"embedded:{at}/log.db\"\nhttp.listen = \"127.0.0.1:0\"\n\
         [[source]]\nname = \"wire\"\nkind = \"folder\"\npath = \"{at}/wire\"\n\
         [[store]]\nname = \"local\"\nkind = \"sqlite\"\npath = \"{at}/articles.db\"\n"
    );
    absence_is_said(&config, path, "dateline run").unwrap();
    let away = config.replace(&format!("embedded:{at}/log.db"), "kafka://127.0.0.1:1");
    absence_is_said(&away, path, "check that Kafka runs").unwrap();
    // Made by the first that is started; the commands look beside it.
    let mut first = harness::Launch::new(["run"]).config(&config).directory(path).start().unwrap();
    first.wait_ready(std::time::Duration::from_secs(60)).unwrap();
    let bus = EmbeddedLog::open_guest(&path.join("log.db")).unwrap();
    first.terminate().unwrap();
    first.wait_exit(std::time::Duration::from_secs(60)).unwrap();
    let looking = Looking { bus: &bus, topics: Topics::of(Lane::live()), config, directory: path };
    looking.run().unwrap();
    looking.lag_is_told().unwrap();
    looking.sources_are_told().unwrap();
    looking.articles_are_traced().unwrap();
    looking.topics_are_followed().unwrap();
    looking.the_picture_is_printed().unwrap();
}
