//! Brokers that want TLS, a login and rights: what expires, is wrong, or is withdrawn while services run.

use super::certificates::Certificates;
use super::ground::{Ground, SETTLE};
use super::lane::{Lane, Plan, SERVICES, head};
use super::progress::say;
use super::recovery::wait_recovered;
use super::scenario::{Wish, binary};
use super::tally::Tally;
use crate::{KafkaSetup, Launch, Listener, free_port, wait_for};
use std::path::PathBuf;
use std::time::Duration;

const RATE: u32 = 20;
const USER: &str = "news";
const PASSWORD: &str = "drop-of-ink";
const ACL: &str = "org.apache.kafka.tools.AclCommand";

struct Secured {
    ground: Ground,
    certificates: Certificates,
    good: String,
    expired: String,
    binary: PathBuf,
}

impl Secured {
    fn new() -> anyhow::Result<Self> {
        let certificates = Certificates::make()?;
        let (good, expired) = (format!("127.0.0.1:{}", free_port()?), format!("127.0.0.1:{}", free_port()?));
        let mut setup = KafkaSetup::new()
            .setting("sasl.enabled.mechanisms=SCRAM-SHA-512")
            .setting("authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer")
            // The harness itself comes without a login.
            .setting("super.users=User:ANONYMOUS")
            .format_argument("--add-scram")
            .format_argument(format!("SCRAM-SHA-512=[name={USER},password={PASSWORD}]"));
        for (name, address) in [("good", &good), ("expired", &expired)] {
            setup = setup
                .listener(Listener {
                    name: name.to_uppercase(),
                    bind: address.clone(),
                    advertised: address.clone(),
                    protocol: "SASL_SSL",
                })
                .setting(format!("listener.name.{name}.ssl.keystore.type=PEM"))
                .setting(format!("listener.name.{name}.ssl.keystore.location={}", certificates.key_store(name)))
                .setting(format!(
                    "listener.name.{name}.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;"
                ));
        }
        let ground = Ground::with(&setup)?;
        let secured = Self {
            ground,
            certificates,
            good,
            expired,
            binary: binary("DATELINE_TLS_BINARY").map_err(anyhow::Error::msg)?,
        };
        secured.rights("--add")?;
        Ok(secured)
    }

    /// Grants or takes the rights of the services.
    fn rights(&self, change: &str) -> anyhow::Result<()> {
        let principal = format!("User:{USER}");
        let force = if change == "--remove" { &["--force"][..] } else { &[] };
        let arguments = [change, "--allow-principal", &principal, "--operation", "All", "--topic", "*", "--group", "*"];
        let more = ["--transactional-id", "*", "--cluster"];
        self.ground.kafka.tool(ACL, &[&arguments[..], &more[..], force].concat()).map(drop)
    }

    /// Takes, or gives back, the right to write to a topic.
    fn deny(&self, change: &str, topic: &str) -> anyhow::Result<()> {
        let principal = format!("User:{USER}");
        let force = if change == "--remove" { &["--force"][..] } else { &[] };
        let arguments = [change, "--deny-principal", &principal, "--operation", "Write", "--topic", topic];
        self.ground.kafka.tool(ACL, &[&arguments[..], force].concat()).map(drop)
    }

    fn plan(&self, address: &str, password: &str) -> Plan {
        let kafka = format!(
            "[kafka]\nsecurity_protocol = \"sasl_ssl\"\nsasl_mechanism = \"SCRAM-SHA-512\"\nusername = \"{USER}\"\n\
             password = \"{password}\"\nca_file = \"{}\"\n",
            self.certificates.authority()
        );
        self.ground.plan().services_at(address).tables(kafka)
    }

    fn start(&self, lane: &mut Lane, service: &str) -> anyhow::Result<()> {
        let launch: Launch = lane.launch(service).binary(&self.binary);
        lane.start_as(service, &launch)
    }

    /// A service that must not work says within a minute what is wrong, and is unready or has ended with a failure.
    fn refused(&self, lane: &Lane, what: &str, words: &[&str], tally: &mut Tally) -> anyhow::Result<()> {
        let mut service = lane.launch("consumer").binary(&self.binary).start()?;
        let said = wait_for("the error to be said", Duration::from_secs(60), || {
            let log = service.stderr().to_lowercase();
            if words.iter().any(|word| log.contains(word)) { Ok(()) } else { Err(head(&log, 300)) }
        });
        if let Err(error) = said {
            tally.problems.push(format!("{what}: {error}"));
        }
        if service.is_running()? {
            let ready = service.get("/readyz").map(|reply| reply.status).unwrap_or(503);
            tally.expect(ready == 503, format!("{what}: /readyz answers {ready}"));
        } else {
            let status = service.wait_exit(Duration::from_secs(1))?;
            tally.expect(!status.success(), format!("{what}: the service ended with {status}"));
        }
        tally.rounds += 1;
        Ok(())
    }
}

/// A wrong password, an expired certificate, and rights that are withdrawn and given back while articles flow.
pub(crate) fn run(wish: &Wish) -> anyhow::Result<Tally> {
    let secured = Secured::new()?;
    let mut tally = Tally::default();
    let wrong = secured.ground.lane("wrong", &secured.plan(&secured.good, "guessed"))?;
    secured.refused(&wrong, "wrong password", &["authentication"], &mut tally)?;
    let expired = secured.ground.lane("expired", &secured.plan(&secured.expired, PASSWORD))?;
    secured.refused(&expired, "expired certificate", &["expired", "certificate"], &mut tally)?;
    let mut lane = secured.ground.lane("rights", &secured.plan(&secured.good, PASSWORD))?;
    for service in SERVICES {
        secured.start(&mut lane, service)?;
    }
    lane.wait_ready(&SERVICES)?;
    let sender = lane.push(wish.seed, RATE);
    let topic = lane.topics.articles().as_str().to_owned();
    for round in 0..wish.rounds {
        std::thread::sleep(Duration::from_secs(5));
        secured.deny("--add", &topic)?;
        let noticed = wait_for("the consumer to say that it may not write", Duration::from_secs(60), || {
            let consumer = lane.service("consumer").map_err(|error| error.to_string())?;
            let log = consumer.stderr();
            let named = log.contains(&topic) && log.to_lowercase().contains("authoriz");
            if named { Ok(()) } else { Err("it does not".to_owned()) }
        });
        if let Err(error) = noticed {
            tally.problems.push(format!("{error:#}"));
        }
        let consumer = lane.service("consumer")?;
        let runs = consumer.is_running()?;
        if runs {
            let ready = consumer.get("/readyz").map(|reply| reply.status).unwrap_or(503);
            tally.expect(ready == 503, format!("without the right to write /readyz answers {ready}"));
        }
        tally.note(format!("without the right to write the consumer {}", if runs { "waited" } else { "ended" }));
        secured.deny("--remove", &topic)?;
        if !lane.service("consumer")?.is_running()? {
            secured.start(&mut lane, "consumer")?;
        }
        wait_recovered(&lane, &sender, &mut tally);
        tally.rounds += 1;
        say(&format!("right to write withdrawn, {} of {}", round + 1, wish.rounds));
    }
    let sent = sender.finish()?;
    let rounds = tally.rounds;
    tally.add(lane.settle(&sent, SETTLE)?);
    tally.rounds = rounds;
    Ok(tally)
}
