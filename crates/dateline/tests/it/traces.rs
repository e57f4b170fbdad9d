//! An article's way as spans: one trace through all stages, and a collector that costs nothing when it fails.

use harness::{Dateline, Launch, free_port, wait_for};
use opentelemetry_proto::tonic::collector::trace::v1::{
    ExportTracePartialSuccess, ExportTraceServiceRequest, ExportTraceServiceResponse,
};
use opentelemetry_proto::tonic::common::v1::{KeyValue, any_value::Value};
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const WAIT: Duration = Duration::from_secs(120);

/// What a collector does with a request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answers {
    /// Takes all.
    Ok,
    /// Takes all but one.
    Partly,
    /// Says that it is overloaded.
    Busy,
    /// Never says anything.
    Never,
}

#[derive(Clone, Default)]
struct Taken(Arc<Mutex<Vec<(String, ExportTraceServiceRequest)>>>);

impl Taken {
    /// Spans with the headers of their requests and the name of their service.
    fn spans(&self) -> Vec<(String, String, Span)> {
        let taken = self.0.lock().unwrap().clone();
        let mut spans = Vec::new();
        for (head, request) in taken {
            for resource in request.resource_spans {
                let service = text(&resource.resource.unwrap().attributes, "service.name");
                for scope in resource.scope_spans {
                    spans.extend(scope.spans.into_iter().map(|span| (head.clone(), service.clone(), span)));
                }
            }
        }
        spans
    }
}

fn text(attributes: &[KeyValue], name: &str) -> String {
    let value =
        attributes.iter().find(|one| one.key == name).and_then(|one| one.value.clone()).and_then(|one| one.value);
    match value {
        Some(Value::StringValue(text)) => text,
        Some(Value::IntValue(number)) => number.to_string(),
        _ => String::new(),
    }
}

fn collector(answers: Answers) -> (u16, Taken) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let taken = Taken::default();
    let takes = taken.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let takes = takes.clone();
            // A client that goes away in the middle is no fault of this test.
            std::thread::spawn(move || answer(stream, answers, &takes));
        }
    });
    (port, taken)
}

fn answer(mut stream: TcpStream, answers: Answers, taken: &Taken) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head)? == 0 {
                return Ok(());
            }
        }
        let length = head.to_ascii_lowercase();
        let length = length.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next()).unwrap();
        let mut body = vec![0; length.parse().unwrap()];
        reader.read_exact(&mut body)?;
        let request = ExportTraceServiceRequest::decode(body.as_slice()).unwrap();
        taken.0.lock().unwrap().push((head, request));
        let refused = ExportTracePartialSuccess { rejected_spans: 1, error_message: "one is odd".to_owned() };
        let partial_success = (answers == Answers::Partly).then_some(refused);
        let body = ExportTraceServiceResponse { partial_success }.encode_to_vec();
        let status = match answers {
            Answers::Ok | Answers::Partly => "200 OK",
            Answers::Busy => "503 Service Unavailable",
            Answers::Never => {
                std::thread::sleep(WAIT);
                return Ok(());
            }
        };
        write!(
            stream,
            "HTTP/1.1 {status}\r\nContent-Type: application/x-protobuf\r\nContent-Length: {}\r\n\r\n",
            body.len()
        )?;
        stream.write_all(&body)?;
    }
}

fn start(directory: &Path, traces: &str) -> Dateline {
    std::fs::create_dir_all(directory.join("wire")).unwrap();
    let config = format!(
        "bus = \"embedded:log.db\"\nlog.format = \"json\"\n{traces}\
         [[source]]\nname = \"wire\"\nkind = \"folder\"\npath = \"wire\"\ninterval = \"100ms\"\n\
         [[store]]\nname = \"out\"\nkind = \"stdout\"\n"
    );
    Launch::new(["run"]).config(config).directory(directory).start().unwrap()
}

fn put(directory: &Path, word: &str) {
    let text = format!(
        " date 2024-10-24 {word}\n\nOSTMOOR, Oct 24 (EX) - The {word} weir was opened on Thursday, said the board that runs it.\n"
    );
    std::fs::write(directory.join(format!("wire/{word}.txt")), text).unwrap();
}

/// Waits until the article with this word is stored.
fn wait_stored(process: &Dateline, word: &str) {
    let look = || if process.stdout().contains(word) { Ok(()) } else { Err(process.stderr()) };
    wait_for(word, WAIT, look).unwrap();
}

/// What `/metrics` says of the spans with this outcome.
fn count(process: &Dateline, outcome: &str) -> Result<f64, String> {
    let label = format!("outcome=\"{outcome}\"");
    let found = process.metric("dateline_spans_total", &[label.as_str()]).map_err(|error| format!("{error:#}"))?;
    found.ok_or_else(|| "it is not shown".to_owned())
}

/// Waits until so many spans have this outcome.
fn wait_counted(process: &Dateline, outcome: &str, least: f64) {
    wait_for(outcome, WAIT, || match count(process, outcome)? {
        found if found >= least => Ok(()),
        found => Err(format!("{found} of {least}")),
    })
    .unwrap();
}

fn end(process: &mut Dateline) -> Duration {
    let began = Instant::now();
    process.terminate().unwrap();
    assert_eq!(process.wait_exit(WAIT).unwrap().code(), Some(0));
    began.elapsed()
}

#[test]
fn one_trace_leads_through_all_stages() {
    let directory = tempfile::tempdir().unwrap();
    let (port, taken) = collector(Answers::Ok);
    let traces = format!("[traces]\nendpoint = \"http://127.0.0.1:{port}\"\nheaders = {{ X-Tenant = \"desk-key\" }}\n");
    let mut process = start(directory.path(), &traces);
    put(directory.path(), "northern");
    wait_stored(&process, "northern");
    std::fs::write(directory.path().join("wire/broken.txt"), b"CAIRO, Oct 24 (EX) \xff\xfe\xfa").unwrap();
    let spans = wait_for("all spans", WAIT, || {
        let spans = taken.spans();
        if spans.len() >= 6 { Ok(spans) } else { Err(format!("{} came", spans.len())) }
    })
    .unwrap();
    assert!(spans.iter().all(|(head, service, _)| {
        head.starts_with("POST /v1/traces ")
            && head.to_ascii_lowercase().contains("x-tenant: desk-key")
            && service == "dateline"
    }));
    let of = |id: &str| -> Vec<&Span> {
        let fetched = spans.iter().map(|(.., span)| span).find(|span| {
            span.name == "send news.raw.v1"
                && text(&span.attributes, "dateline.source") == "wire"
                && text(&span.attributes, "messaging.message.id").contains(id)
        });
        let trace = &fetched.unwrap_or_else(|| panic!("{id} in {spans:#?}")).trace_id;
        spans.iter().map(|(.., span)| span).filter(|span| span.trace_id == *trace).collect()
    };
    let (whole, broken) = (of("northern"), of("broken"));
    let mut steps: Vec<(String, String)> =
        whole.iter().map(|span| (text(&span.attributes, "dateline.stage"), span.name.clone())).collect();
    steps.sort();
    let step = |stage: &str, name: &str| (stage.to_owned(), name.to_owned());
    assert_eq!(
        steps,
        [
            step("enrich", "process news.articles.v1"),
            step("extract", "process news.raw.v1"),
            step("ingest", "send news.raw.v1"),
            step("store/out", "process news.enriched.v1"),
        ]
    );
    let root = whole.iter().find(|span| span.parent_span_id.is_empty()).unwrap();
    for span in &whole {
        assert!(span.span_id == root.span_id || span.parent_span_id == root.span_id, "{span:?}");
        assert!(
            span.end_time_unix_nano >= span.start_time_unix_nano
                && span.start_time_unix_nano >= root.start_time_unix_nano
        );
    }
    let dead = broken.iter().find(|span| span.name == "process news.raw.v1").unwrap();
    assert_eq!((dead.status.as_ref().unwrap().code, text(&dead.attributes, "error.type")), (2, "not_utf8".to_owned()));
    wait_counted(&process, "exported", 6.0);
    assert_eq!(["lost", "refused", "dropped"].map(|outcome| count(&process, outcome).unwrap()), [0.0; 3]);
    // What comes last is sent before the end.
    put(directory.path(), "southern");
    wait_stored(&process, "southern");
    end(&mut process);
    assert_eq!(taken.spans().len(), 10);
    let log = process.stderr();
    assert!(!log.contains("desk-key") && !log.contains("spans are lost"), "{log}");
}

#[test]
fn a_collector_that_fails_costs_spans_and_no_articles() {
    let nobody = free_port().unwrap();
    for (name, port, outcome, least) in [
        ("away", nobody, "lost", 4.0),
        ("busy", collector(Answers::Busy).0, "lost", 4.0),
        ("refusing", collector(Answers::Partly).0, "refused", 1.0),
    ] {
        let directory = tempfile::tempdir().unwrap();
        let traces = format!("[traces]\nendpoint = \"http://127.0.0.1:{port}/v1/traces?token=Queryword\"\n");
        let mut process = start(directory.path(), &traces);
        put(directory.path(), "northern");
        wait_stored(&process, "northern");
        wait_counted(&process, outcome, least);
        end(&mut process);
        let log = process.stderr();
        assert_eq!(log.matches("spans are lost; articles are not").count(), 1, "{name}: {log}");
        assert!(!log.contains("Queryword"), "{name}: {log}");
    }
}

#[test]
fn a_collector_that_never_answers_holds_up_neither_articles_nor_the_end() {
    let directory = tempfile::tempdir().unwrap();
    let (port, taken) = collector(Answers::Never);
    let mut process = start(directory.path(), &format!("[traces]\nendpoint = \"http://127.0.0.1:{port}\"\n"));
    put(directory.path(), "northern");
    wait_stored(&process, "northern");
    wait_for("a request", WAIT, || if taken.0.lock().unwrap().is_empty() { Err(process.stderr()) } else { Ok(()) })
        .unwrap();
    for word in ["southern", "eastern", "western"] {
        put(directory.path(), word);
        wait_stored(&process, word);
    }
    assert!(end(&mut process) < Duration::from_secs(20));
}
