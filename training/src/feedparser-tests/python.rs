//! The few Python expressions that expectations are written in: comparisons of a path with a literal, joined by `and`
//! or `or`.

/// A value as the expectation writes it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Number(i64),
    List(Vec<Value>),
    Truth(bool),
    None,
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Operand {
    /// `entries[0]['title']` as `entries.0.title`.
    Path(String),
    /// `len(…)` or `ord(…)` of a path.
    Call(String, String),
    Literal(Value),
}

/// What is expected.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expression {
    All(Vec<Expression>),
    Any(Vec<Expression>),
    Not(Box<Expression>),
    /// Each operand is equal to the next.
    Equal(Vec<Operand>),
    Differs(Operand, Operand),
    /// The operand is there.
    Holds(Operand),
}

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Text(String),
    Number(i64),
    Word(String),
    Sign(&'static str),
}

/// Reads an expression; `None`: one of a kind that is not read.
pub(crate) fn parse(text: &str) -> Option<Expression> {
    let pieces = pieces(text)?;
    let mut parser = Parser { pieces: &pieces };
    let expression = parser.any()?;
    parser.pieces.is_empty().then_some(expression)
}

fn pieces(text: &str) -> Option<Vec<Piece>> {
    const SIGNS: &[&str] = &["==", "!=", "[", "]", "(", ")", "{", "}", ",", ".", ":", "-", "+"];
    let mut pieces = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let prefixed = rest.strip_prefix('u').filter(|rest| rest.starts_with(['\'', '"']));
        if first.is_ascii_digit() {
            let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len());
            let (number, after) = rest.split_at_checked(end)?;
            // No field that is looked at holds fractions.
            pieces.push(Piece::Number(number.split('.').next()?.parse().ok()?));
            rest = after;
        } else if prefixed.is_some() || matches!(first, '\'' | '"') {
            let (literal, after) = literal(prefixed.unwrap_or(rest))?;
            pieces.push(Piece::Text(literal));
            rest = after;
        } else if first.is_alphabetic() || first == '_' {
            let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
            let (word, after) = rest.split_at_checked(end)?;
            pieces.push(Piece::Word(word.to_owned()));
            rest = after;
        } else {
            let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign))?;
            pieces.push(Piece::Sign(sign));
            rest = rest.strip_prefix(sign)?;
        }
        rest = rest.trim_start();
    }
    Some(pieces)
}

/// A quoted text and what follows it.
fn literal(text: &str) -> Option<(String, &str)> {
    let quote = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| text.starts_with(quote))?;
    let mut rest = text.strip_prefix(quote)?;
    let mut out = String::new();
    loop {
        if let Some(after) = rest.strip_prefix(quote) {
            return Some((out, after));
        }
        let mut chars = rest.chars();
        let c = chars.next()?;
        rest = chars.as_str();
        if c != '\\' {
            out.push(c);
            continue;
        }
        let escaped = chars.next()?;
        rest = chars.as_str();
        let digits = match escaped {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            'n' => {
                out.push('\n');
                continue;
            }
            't' => {
                out.push('\t');
                continue;
            }
            other => {
                out.push(other);
                continue;
            }
        };
        let (hex, after) = rest.split_at_checked(digits)?;
        out.push(char::from_u32(u32::from_str_radix(hex, 16).ok()?)?);
        rest = after;
    }
}

struct Parser<'a> {
    pieces: &'a [Piece],
}

impl Parser<'_> {
    fn next(&mut self) -> Option<Piece> {
        let (first, rest) = self.pieces.split_first()?;
        self.pieces = rest;
        Some(first.clone())
    }

    fn take(&mut self, expected: &Piece) -> bool {
        let there = self.pieces.first() == Some(expected);
        if there {
            self.next();
        }
        there
    }

    fn sign(&mut self, sign: &'static str) -> bool {
        self.take(&Piece::Sign(sign))
    }

    fn word(&mut self, word: &str) -> bool {
        self.take(&Piece::Word(word.to_owned()))
    }

    fn any(&mut self) -> Option<Expression> {
        let mut parts = vec![self.all()?];
        while self.word("or") {
            parts.push(self.all()?);
        }
        if parts.len() == 1 { parts.pop() } else { Some(Expression::Any(parts)) }
    }

    fn all(&mut self) -> Option<Expression> {
        let mut parts = vec![self.single()?];
        while self.word("and") {
            parts.push(self.single()?);
        }
        if parts.len() == 1 { parts.pop() } else { Some(Expression::All(parts)) }
    }

    fn single(&mut self) -> Option<Expression> {
        if self.word("not") {
            return Some(Expression::Not(Box::new(self.single()?)));
        }
        let before = self.pieces;
        if self.sign("(") {
            // A bracket holds a condition or a tuple; what begins with a path is a condition.
            if let Some(inner) = self.any().filter(|_| self.sign(")"))
                && !matches!(inner, Expression::Holds(Operand::Literal(_)))
            {
                return Some(inner);
            }
            self.pieces = before;
        }
        let mut operands = vec![self.operand()?];
        loop {
            if self.sign("!=") {
                return Some(Expression::Differs(operands.pop()?, self.operand()?));
            }
            if !(self.sign("==") || self.word("is")) {
                break;
            }
            operands.push(self.operand()?);
        }
        if operands.len() == 1 { operands.pop().map(Expression::Holds) } else { Some(Expression::Equal(operands)) }
    }

    fn operand(&mut self) -> Option<Operand> {
        let before = self.pieces;
        match self.next()? {
            Piece::Word(word) => match word.as_str() {
                "True" => Some(Operand::Literal(Value::Truth(true))),
                "False" => Some(Operand::Literal(Value::Truth(false))),
                "None" => Some(Operand::Literal(Value::None)),
                "len" | "ord" => {
                    let inner = self.sign("(").then(|| self.operand())??;
                    let Operand::Path(path) = inner else { return None };
                    self.sign(")").then_some(Operand::Call(word, path))
                }
                _ => self.path(word),
            },
            Piece::Text(_) | Piece::Number(_) | Piece::Sign(_) => {
                self.pieces = before;
                self.value().map(Operand::Literal)
            }
        }
    }

    fn path(&mut self, mut path: String) -> Option<Operand> {
        loop {
            if self.sign(".") {
                let Piece::Word(name) = self.next()? else { return None };
                if matches!(name.as_str(), "get" | "has_key") && self.sign("(") {
                    let Piece::Text(key) = self.next()? else { return None };
                    path = format!("{path}.{key}");
                    if !self.sign(")") {
                        return None;
                    }
                } else {
                    path = format!("{path}.{name}");
                }
            } else if self.sign("[") {
                path = match self.next()? {
                    Piece::Text(key) => format!("{path}.{key}"),
                    Piece::Number(index) => format!("{path}.{index}"),
                    Piece::Word(_) | Piece::Sign(_) => return None,
                };
                if !self.sign("]") {
                    return None;
                }
            } else {
                return Some(Operand::Path(path));
            }
        }
    }

    fn value(&mut self) -> Option<Value> {
        match self.next()? {
            Piece::Text(mut text) => {
                // Literals side by side are one.
                loop {
                    let joined = self.sign("+");
                    let Some(Piece::Text(more)) = self.pieces.first() else {
                        if joined {
                            return None;
                        }
                        break;
                    };
                    text.push_str(more);
                    self.next();
                }
                Some(Value::Text(text))
            }
            Piece::Number(number) => Some(Value::Number(number)),
            Piece::Sign("-") => match self.next()? {
                Piece::Number(number) => Some(Value::Number(-number)),
                Piece::Text(_) | Piece::Word(_) | Piece::Sign(_) => None,
            },
            // Whole tables are expected of nothing that is modelled.
            Piece::Sign("{") => {
                while !self.sign("}") {
                    self.next()?;
                }
                Some(Value::None)
            }
            Piece::Sign(open @ ("(" | "[")) => {
                let close = if open == "(" { ")" } else { "]" };
                let mut list = Vec::new();
                while !self.sign(close) {
                    list.push(self.value()?);
                    self.sign(",");
                }
                Some(Value::List(list))
            }
            Piece::Word(_) | Piece::Sign(_) => None,
        }
    }
}
