//! Gradient-boosted decision trees on numbers put into bins: small, deterministic, on one core.
//!
//! In: rows, the share of each that is wanted, the weight of each. Out: trees as the reader judges with.

use extract::training::{Model, Node};

/// Most bins of a number.
const BINS: usize = 64;

/// How the trees grow.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    /// How many trees.
    pub(crate) trees: usize,
    /// Most leaves of a tree.
    pub(crate) leaves: usize,
    /// How much of what a tree says is believed.
    pub(crate) rate: f32,
    /// Least weight of the rows in a leaf.
    pub(crate) least: f32,
    /// Added to that weight, so that small leaves say less.
    pub(crate) lambda: f32,
    /// The share of the numbers that one tree sees.
    pub(crate) features: f32,
    /// The share of the rows that one tree sees.
    pub(crate) rows: f32,
}

/// Rows with each number put into its bin.
pub(crate) struct Binned {
    bins: Vec<u8>,
    width: usize,
    edges: Vec<Vec<f32>>,
}

impl Binned {
    pub(crate) fn new(rows: &[&[f32]]) -> Self {
        let width = rows.first().map_or(0, |row| row.len());
        let step = (rows.len() / 20_000).max(1);
        let edges: Vec<Vec<f32>> = (0..width)
            .map(|feature| {
                let mut values: Vec<f32> = rows.iter().step_by(step).map(|row| row[feature]).collect();
                values.sort_by(f32::total_cmp);
                let mut edges: Vec<f32> = (1..BINS).map(|at| values[at * (values.len() - 1) / BINS]).collect();
                // Rare values such as flags fall between the quantiles.
                let mut distinct = values.clone();
                distinct.dedup();
                if distinct.len() < BINS {
                    edges = distinct;
                    edges.pop();
                }
                edges.dedup();
                edges
            })
            .collect();
        let mut bins = Vec::with_capacity(rows.len() * width);
        for row in rows {
            for (value, edges) in row.iter().zip(&edges) {
                bins.push(edges.partition_point(|edge| edge < value) as u8);
            }
        }
        Self { bins, width, edges }
    }
}

struct Leaf {
    rows: Vec<u32>,
    gradient: f32,
    weight: f32,
    split: Option<Split>,
    node: usize,
}

struct Split {
    gain: f32,
    feature: usize,
    bin: u8,
}

enum Grown {
    Branch { feature: usize, bin: u8, left: usize, right: usize },
    Leaf(f32),
}

/// Trains on rows, the share of each that is wanted, and its weight.
pub(crate) fn train(data: &Binned, wanted: &[f32], weights: &[f32], plan: Plan) -> Model {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut nodes, mut roots) = (Vec::new(), Vec::new());
    let mut scores = vec![0.0_f32; wanted.len()];
    let mut gradients = vec![0.0_f32; wanted.len()];
    let mut hessians = vec![0.0_f32; wanted.len()];
    for _ in 0..plan.trees {
        for at in 0..wanted.len() {
            let chance = 1.0 / (1.0 + (-scores[at]).exp());
            gradients[at] = (wanted[at] - chance) * weights[at];
            hessians[at] = (chance * (1.0 - chance)).max(1e-4) * weights[at];
        }
        let seen: Vec<u32> = (0..wanted.len() as u32).filter(|_| random.unit() < plan.rows).collect();
        let features: Vec<usize> = (0..data.width).filter(|_| random.unit() < plan.features).collect();
        let grown = grow(data, &gradients, &hessians, seen, &features, plan);
        for (at, score) in scores.iter_mut().enumerate() {
            *score += fall(data, &grown, at);
        }
        roots.push(nodes.len() as u32);
        lay_out(data, &grown, 0, &mut nodes);
    }
    Model::of_parts(nodes, roots)
}

fn grow(
    data: &Binned,
    gradients: &[f32],
    hessians: &[f32],
    rows: Vec<u32>,
    features: &[usize],
    plan: Plan,
) -> Vec<Grown> {
    let mut grown = vec![Grown::Leaf(0.0)];
    let mut leaves = vec![leaf(data, gradients, hessians, rows, features, plan, 0)];
    while leaves.len() < plan.leaves {
        let gain = |leaf: &Leaf| leaf.split.as_ref().map_or(0.0, |split| split.gain);
        let best = (0..leaves.len()).max_by(|one, other| gain(&leaves[*one]).total_cmp(&gain(&leaves[*other])));
        let Some(parent) = best.map(|best| leaves.swap_remove(best)) else { break };
        let Some(split) = parent.split else {
            leaves.push(parent);
            break;
        };
        let (left, right): (Vec<u32>, Vec<u32>) =
            parent.rows.into_iter().partition(|row| data.bins[*row as usize * data.width + split.feature] <= split.bin);
        let (at_left, at_right) = (grown.len(), grown.len() + 1);
        grown[parent.node] = Grown::Branch { feature: split.feature, bin: split.bin, left: at_left, right: at_right };
        grown.push(Grown::Leaf(0.0));
        grown.push(Grown::Leaf(0.0));
        leaves.push(leaf(data, gradients, hessians, left, features, plan, at_left));
        leaves.push(leaf(data, gradients, hessians, right, features, plan, at_right));
    }
    for leaf in leaves {
        grown[leaf.node] = Grown::Leaf(plan.rate * leaf.gradient / (leaf.weight + plan.lambda));
    }
    grown
}

fn leaf(
    data: &Binned,
    gradients: &[f32],
    hessians: &[f32],
    rows: Vec<u32>,
    features: &[usize],
    plan: Plan,
    node: usize,
) -> Leaf {
    let (mut gradient, mut weight) = (0.0, 0.0);
    let mut sums = vec![(0.0_f32, 0.0_f32); features.len() * BINS];
    for row in rows.iter().map(|row| *row as usize) {
        let (g, h) = (gradients[row], hessians[row]);
        gradient += g;
        weight += h;
        let bins = &data.bins[row * data.width..(row + 1) * data.width];
        for (at, feature) in features.iter().enumerate() {
            let sum = &mut sums[at * BINS + bins[*feature] as usize];
            sum.0 += g;
            sum.1 += h;
        }
    }
    let worth = |gradient: f32, weight: f32| gradient * gradient / (weight + plan.lambda);
    let mut split: Option<Split> = None;
    for (at, feature) in features.iter().enumerate() {
        let (mut left, mut left_weight) = (0.0, 0.0);
        for bin in 0..BINS - 1 {
            let (g, h) = sums[at * BINS + bin];
            left += g;
            left_weight += h;
            if left_weight < plan.least || weight - left_weight < plan.least {
                continue;
            }
            let gain =
                worth(left, left_weight) + worth(gradient - left, weight - left_weight) - worth(gradient, weight);
            if gain > split.as_ref().map_or(1e-3, |split| split.gain) {
                split = Some(Split { gain, feature: *feature, bin: bin as u8 });
            }
        }
    }
    Leaf { rows, gradient, weight, split, node }
}

fn fall(data: &Binned, grown: &[Grown], row: usize) -> f32 {
    let mut at = 0;
    loop {
        match &grown[at] {
            Grown::Leaf(value) => return *value,
            Grown::Branch { feature, bin, left, right } => {
                at = if data.bins[row * data.width + feature] <= *bin { *left } else { *right };
            }
        }
    }
}

fn lay_out(data: &Binned, grown: &[Grown], at: usize, nodes: &mut Vec<Node>) {
    match &grown[at] {
        Grown::Leaf(value) => nodes.push(Node::Leaf(*value)),
        Grown::Branch { feature, bin, left, right } => {
            let here = nodes.len();
            let edges = &data.edges[*feature];
            let value = edges.get(*bin as usize).copied().unwrap_or(f32::MAX);
            nodes.push(Node::Leaf(0.0));
            lay_out(data, grown, *left, nodes);
            let onward = (nodes.len() - here) as u16;
            nodes[here] = Node::Branch { feature: *feature as u16, value, right: onward };
            lay_out(data, grown, *right, nodes);
        }
    }
}

/// Numbers that look random and are the same each time.
struct Random(u64);

impl Random {
    fn unit(&mut self) -> f32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 40) as f32 / (1_u64 << 24) as f32
    }
}
