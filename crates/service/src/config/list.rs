//! Lists of texts.

use super::document::Value;
use super::keys::Keys;
use super::problem::{Origin, short};
use super::register::{Form, Written};
use super::substitution::substitute;

impl Keys<'_> {
    /// A list of texts, each of which `parse` turns into what it stands for, or says what is wrong and what to do. The
    /// variable that overrides it has them separated by commas. What is wrong is left out, and a problem.
    pub fn list<T>(&mut self, key: &str, parse: impl Fn(&str) -> Result<T, String>) -> Vec<T> {
        self.ask(key, Form::List);
        let (mut parsed, mut given) = (Vec::new(), None);
        for (origin, name, text) in self.texts(key) {
            let (_, texts) = given.get_or_insert_with(|| (origin.clone(), Vec::new()));
            texts.extend(text.clone());
            match text.and_then(|text| parse(text.trim())) {
                Ok(one) => parsed.push(one),
                Err(why) => self.problems.add(origin, name, why),
            }
        }
        if let Some((origin, texts)) = given {
            self.note_given(key, Written::List(texts), origin);
        }
        parsed
    }

    /// The texts of a list, each with where it stands.
    fn texts(&self, key: &str) -> Vec<(Origin, String, Result<String, String>)> {
        let environment = &self.section.environment;
        if let Some(variable) = self.section.variable(key)
            && let Some(value) = environment.get(&variable)
        {
            let texts = value.split(',').filter(|text| !text.trim().is_empty());
            return texts.map(|text| (Origin::Variable, variable.clone(), Ok(text.to_owned()))).collect();
        }
        let Some(node) = self.section.table.get(key) else { return Vec::new() };
        let (place, path) = (|node| self.section.at(node), self.section.key_path(key));
        let Value::Array(nodes) = &node.value else {
            let why = "is not a list; write [\"…\", \"…\"]".to_owned();
            return vec![(place(node), path, Err(why))];
        };
        let text = |node: &super::document::Node| match &node.value {
            Value::Text(text) => substitute(text, environment).map(|(text, _)| text).map_err(|error| error.to_string()),
            _ => Err("has an entry that is not a text; write each in quotes".to_owned()),
        };
        nodes.iter().map(|node| (place(node), path.clone(), text(node))).collect()
    }

    /// Reports something wrong with one name of a table.
    pub fn problem_in(&mut self, key: &str, name: &str, text: &str) {
        self.problem(key, &format!("`{}` {text}", short(name)));
    }
}
