use std::io::{BufRead, Write};
fn main() {
    let stdin = std::io::stdin();
    let mut out = std::io::BufWriter::new(std::io::stdout());
    let at = article::Timestamp::parse("2026-06-01T00:00:00Z").unwrap();
    for line in stdin.lock().lines() {
        let line = line.unwrap();
        let raw = article::RawRecord::from_json(line.as_bytes()).unwrap();
        let context = extract::ExtractContext { received_at: at, by: "x/1", from: None, at };
        let start = std::time::Instant::now();
        match extract::extract(&raw, &context) {
            Ok(articles) => for a in articles { serde_json::to_writer(&mut out, &a).unwrap(); out.write_all(b"\n").unwrap(); },
            Err(e) => eprintln!("{:?} {:?} {}", raw.id, e.class, e.message),
        }
        let t = start.elapsed().as_millis();
        if t > 1500 { eprintln!("SLOW {:?} {} ms {} bytes", raw.id, t, raw.body.len()); }
    }
}
