//! Senders that stop, drip, crowd and hurry: each meets a limit, and good requests go on.

use super::scene::Scene;
use dateline_tests::{Kafka, PUSH_TOKEN, wait_for};
use std::time::Duration;

const LINES: &str = "application/x-ndjson";
const LINE: &[u8] = br#"{"id":"1","body":"PORT VALE, May 12 (Example Wire) - The bridge was opened on Monday."}"#;

fn token(name: &str) -> String {
    format!("Bearer {name}")
}

#[test]
fn a_sender_that_stops_half_way_or_drips_leaves_nothing_behind() {
    let scene = Scene::embedded("timeout = \"1s\"");
    let mut stopped = scene.client();
    let bearer = token(PUSH_TOKEN);
    let headers = [("authorization", &*bearer), ("content-type", LINES)];
    stopped.begin("POST", "/v1/records", &headers, LINE.len() + 1).unwrap();
    stopped.send(LINE).unwrap();
    drop(stopped);
    let counted = || match scene.service.metric("dateline_push_requests_total", &["broken_body"]).unwrap() {
        Some(1.0) => Ok(()),
        other => Err(format!("{other:?}")),
    };
    wait_for("the end of the one that stopped", super::scene::SOON, counted).unwrap();

    let mut dripping = scene.client();
    dripping.begin("POST", "/v1/records", &headers, LINE.len() + 1).unwrap();
    dripping.send(LINE).unwrap();
    let answer = dripping.answer().unwrap();
    assert_eq!((answer.status, answer.json()["type"].as_str()), (408, Some("urn:dateline:push:too_slow")));

    let mut silent = scene.client();
    silent.send(b"POST /v1/records HTTP/1.1\r\nhost: x\r\nx-never-ends: ").unwrap();
    assert!(silent.is_closed(), "a head that never ends");
    assert!(scene.client().is_closed(), "a connection that says nothing");
    assert_eq!(scene.records().len(), 0);
    assert_eq!(scene.client().push(LINES, LINE).unwrap().status, 202);
}

#[test]
fn more_connections_than_there_are_places_wait_and_are_served() {
    let scene = Scene::embedded("connections = 4");
    let mut idle: Vec<_> = (0..4).map(|_| scene.client()).collect();
    for client in &mut idle {
        assert_eq!(client.push(LINES, LINE).unwrap().status, 202);
    }
    // Served when the first of the idle ones has been closed.
    assert_eq!(scene.client().push(LINES, LINE).unwrap().status, 202);
    assert!(idle.iter_mut().all(|client| client.is_closed()));
}

#[test]
fn bodies_that_are_not_finished_hold_so_much_memory_and_no_more() {
    let scene = Scene::embedded("request_limit = \"1MiB\"\nin_flight = \"11MiB\"");
    let bearer = token(PUSH_TOKEN);
    let headers = [("authorization", &*bearer), ("content-type", LINES)];
    let mut held = Vec::new();
    // Whoever looks holds something, too, and may take the room of one that is still being read: then all begin anew.
    let full = || {
        held.clear();
        for _ in 0..11 {
            let mut client = scene.client();
            client.begin("POST", "/v1/records", &headers, 1 << 20).map_err(|error| error.to_string())?;
            client.send(&vec![b'x'; (1 << 20) - 1]).map_err(|error| error.to_string())?;
            held.push(client);
        }
        let look = || {
            let answer = scene.client().push(LINES, &vec![b' '; 60 << 10]).map_err(|error| error.to_string())?;
            if answer.status == 503 { Ok(answer) } else { Err(format!("{answer:?}")) }
        };
        wait_for("no room", Duration::from_secs(5), look).map_err(|error| error.to_string())
    };
    let answer = wait_for("no room", super::scene::SOON, full).unwrap();
    assert_eq!((answer.json()["type"].as_str(), answer.header("retry-after")), (Some("urn:dateline:push:full"), "1"));
    drop(held);
    let room = || match scene.client().push(LINES, LINE).map_err(|error| error.to_string())?.status {
        202 => Ok(()),
        other => Err(other.to_string()),
    };
    wait_for("room", super::scene::SOON, room).unwrap();
}

#[test]
fn a_source_that_sends_too_much_waits_and_others_do_not() {
    let scene = Scene::embedded("records_per_second = 1");
    let flood = token("flood-token");
    let headers = [("authorization", &*flood), ("content-type", LINES)];
    let mut client = scene.client();
    let many = [LINE, b"\n"].concat().repeat(40);
    assert_eq!(client.ask("POST", "/v1/records", &headers, &many).unwrap().accepted().len(), 40);
    let answer = client.ask("POST", "/v1/records", &headers, LINE).unwrap();
    assert_eq!((answer.status, answer.json()["type"].as_str()), (429, Some("urn:dateline:push:too_often")));
    let wait: u64 = answer.header("retry-after").parse().unwrap();
    assert!((20..=30).contains(&wait), "40 records are ten more than thirty: {wait}");
    assert_eq!(scene.client().push(LINES, LINE).unwrap().status, 202, "another source");
}

#[test]
fn a_source_of_which_nothing_can_be_read_is_paused() {
    let scene = Scene::embedded("");
    let mut client = scene.client();
    let bad = [br#"{"contentType":"text/plain","bodyBase64":"Q0FJUk8sIE9jdCAyNCAoRVgpIC0g//76"}"#.as_slice(), b"\n"]
        .concat()
        .repeat(50);
    assert_eq!(client.push(LINES, &bad).unwrap().accepted().len(), 50, "what is in them extraction finds out");
    let paused = || {
        let answer = client.push(LINES, LINE).map_err(|error| error.to_string())?;
        if answer.status == 429 { Ok(answer) } else { Err(answer.status.to_string()) }
    };
    // Each of the good ones ends the row, so there is one look after the other and none between.
    wait_for("dead letters", super::scene::SOON, || {
        match scene.service.metric("dateline_input_records_total", &["extract", "dead_lettered"]).unwrap() {
            Some(50.0) => Ok(()),
            other => Err(format!("{other:?}")),
        }
    })
    .unwrap();
    let answer = wait_for("the pause", Duration::from_secs(1), paused).unwrap();
    assert_eq!(answer.json()["type"], "urn:dateline:push:paused");
    assert!(answer.header("retry-after").parse::<u64>().unwrap() > 500);
}

#[test]
fn an_end_answers_what_is_under_way() {
    let mut scene = Scene::embedded("");
    let mut client = scene.client();
    let bearer = token(PUSH_TOKEN);
    client.begin("POST", "/v1/records", &[("authorization", &*bearer), ("content-type", LINES)], LINE.len()).unwrap();
    client.send(&LINE[..10]).unwrap();
    // It is under way once an answer of another connection has come after it.
    assert_eq!(scene.client().push(LINES, LINE).unwrap().status, 202);
    scene.service.terminate().unwrap();
    scene.service.wait_line("shutdown requested", super::scene::SOON).unwrap();
    client.send(&LINE[10..]).unwrap();
    assert_eq!(client.answer().unwrap().status, 202);
    assert!(scene.service.wait_exit(super::scene::SOON).unwrap().success());
    assert_eq!(scene.records().len(), 2);
}

#[test]
fn while_the_broker_is_away_senders_are_told_to_come_again_and_then_are_taken() {
    let mut kafka = Kafka::start().unwrap();
    let scene = Scene::on(&kafka);
    assert_eq!(scene.client().push(LINES, LINE).unwrap().status, 202);
    kafka.stop().unwrap();
    let away = wait_for("the bus to be missed", super::scene::SOON, || {
        let answer = scene.client().push(LINES, LINE).map_err(|error| format!("{error:#}"))?;
        assert_eq!(answer.status, 503, "{answer:?}");
        assert!(answer.header("retry-after").parse::<u64>().unwrap() > 0, "{answer:?}");
        if answer.json()["type"] == "urn:dateline:push:bus_away" { Ok(answer) } else { Err(format!("{answer:?}")) }
    });
    away.unwrap();
    let not_ready = scene.service.get("/readyz").unwrap();
    assert!(
        not_ready.status == 503 && ["push: ", "bus: "].iter().any(|part| not_ready.body.contains(part)),
        "{not_ready:?}"
    );
    kafka.resume().unwrap();
    let back = || match scene.client().push(LINES, LINE).map_err(|error| format!("{error:#}"))? {
        answer if answer.status == 202 => Ok(()),
        answer => Err(format!("{answer:?}")),
    };
    wait_for("the bus to be back", super::scene::SOON, back).unwrap();
    let ready = || match scene.service.get("/readyz").map_err(|error| format!("{error:#}"))? {
        reply if reply.status == 200 => Ok(()),
        reply => Err(reply.body),
    };
    wait_for("readiness", super::scene::SOON, ready).unwrap();
}

#[test]
fn who_is_refused_while_he_still_sends_hears_why() {
    let scene = Scene::embedded("request_limit = \"4MiB\"");
    let bearer = token(PUSH_TOKEN);
    let headers = [("authorization", &*bearer), ("content-type", "image/png")];
    // More than sockets take at once, so the sender is not done when it is known that nothing is taken.
    let picture = vec![0; 4 << 20];
    for _ in 0..5 {
        let mut client = scene.client();
        client.begin("POST", "/v1/records", &headers, picture.len()).unwrap();
        client.send(&picture).unwrap();
        assert_eq!(client.answer().unwrap().status, 415);
        assert_eq!(client.push(LINES, LINE).unwrap().status, 202, "over the same connection");
    }
}
