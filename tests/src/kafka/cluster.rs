//! Several nodes that are one cluster, for leaders that change and replicas that lag.

use super::broker::Broker;
use super::setup::{KafkaSetup, Role};
use super::tool::run_tool;
use crate::free_port;
use crate::lifeline::Signal;
use anyhow::Context;

/// A cluster of brokers, counted from 1, and a controller of its own, so that any of the brokers can be away.
#[derive(Debug)]
pub struct KafkaCluster {
    _controller: Broker,
    nodes: Vec<Broker>,
    addresses: String,
}

impl KafkaCluster {
    /// Starts `count` brokers; `setup` is what they share.
    pub fn start(count: usize, setup: &KafkaSetup) -> anyhow::Result<Self> {
        let port = free_port()?;
        let of_controller = KafkaSetup { node: 0, role: Role::Controller, port: Some(port), ..setup.clone() };
        let mut controller = Broker::prepare(&of_controller, port)?;
        controller.launch()?;
        let mut nodes = Vec::new();
        for node in 1..=count {
            let setup = KafkaSetup { node, role: Role::Broker, ..setup.clone() };
            let mut node = Broker::prepare(&setup, port)?;
            node.spawn()?;
            nodes.push(node);
        }
        for node in &mut nodes {
            node.wait_up()?;
        }
        let addresses: Vec<&str> = nodes.iter().map(Broker::address).collect();
        let addresses = addresses.join(",");
        Ok(Self { _controller: controller, nodes, addresses })
    }

    /// `host:port` of all nodes, with commas between.
    pub fn brokers(&self) -> &str {
        &self.addresses
    }

    /// What `bus` is set to for it.
    pub fn bus(&self) -> String {
        format!("kafka://{}", self.addresses)
    }

    /// Kills a node, as a crash would.
    pub fn kill(&mut self, node: usize) -> anyhow::Result<()> {
        self.node(node)?.kill();
        Ok(())
    }

    /// Asks a node to end (SIGTERM), as its own scripts do: it hands its leaders over before.
    pub fn stop(&mut self, node: usize) -> anyhow::Result<()> {
        self.node(node)?.stop()
    }

    /// Starts a node again after [`Self::kill`] or [`Self::stop`]; returns when it answers.
    pub fn resume(&mut self, node: usize) -> anyhow::Result<()> {
        self.node(node)?.launch()
    }

    /// Makes a node stand still (SIGSTOP).
    pub fn pause(&mut self, node: usize) -> anyhow::Result<()> {
        self.node(node)?.signal(Signal::Stop)
    }

    /// Lets a node go on after [`Self::pause`].
    pub fn go_on(&mut self, node: usize) -> anyhow::Result<()> {
        self.node(node)?.signal(Signal::Continue)
    }

    /// Runs one of Kafka's own command-line tools by its class against these brokers; gives what it prints.
    pub fn tool(&self, class: &str, arguments: &[&str]) -> anyhow::Result<String> {
        run_tool(&self.addresses, class, arguments)
    }

    fn node(&mut self, node: usize) -> anyhow::Result<&mut Broker> {
        let index = node.checked_sub(1).context("nodes are counted from 1")?;
        self.nodes.get_mut(index).with_context(|| format!("there is no node {node}"))
    }
}
