//! Scenarios that a test of the suite plays: the row names the tests and runs them.

use super::scenario::Wish;
use super::tally::Tally;
use anyhow::Context;
use std::path::Path;
use std::process::{Command, Stdio};

/// A package, which of its test programs to run, and the names of tests, which must all pass.
type Tests = (&'static str, &'static str, &'static [&'static str]);

fn run(wish: &Wish, tests: &[Tests]) -> anyhow::Result<Tally> {
    let mut tally = Tally { rounds: wish.rounds, ..Tally::default() };
    for (package, target, names) in tests {
        for _ in 0..wish.rounds {
            let mut cargo = Command::new(env!("CARGO"));
            cargo.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
            cargo.args(["test", "--locked", "-p", package, "--test", target, "--", "--exact"]).args(*names);
            let output = cargo.stdin(Stdio::null()).output().context("run cargo")?;
            let text = String::from_utf8_lossy(&output.stdout);
            let passed: usize =
                text.lines().filter(|line| line.starts_with("test ") && line.ends_with("... ok")).count();
            tally.input += passed;
            let all = output.status.success() && passed == names.len();
            tally.expect(all, format!("{passed} of {} tests of {package} passed: {}", names.len(), names.join(", ")));
        }
        tally.note(format!(
            "{package}: {}",
            names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        ));
    }
    Ok(tally)
}

macro_rules! covered {
    ($($name:ident: $tests:expr;)*) => {
        $(pub(crate) fn $name(wish: &Wish) -> anyhow::Result<Tally> {
            run(wish, $tests)
        })*
    };
}

covered! {
    assignments: &[
        ("dateline-bus", "it", &["embedded_contract::the_embedded_log_behaves_as_every_bus_must"]),
        ("dateline-tests", "kafka", &["contract::kafka_keeps_the_contract_of_a_bus"]),
    ];
    watchdog: &[("dateline-pipeline", "it", &[
        "stage::a_reader_that_stands_still_is_restarted_once",
        "stage::a_reader_that_stands_still_again_ends_the_loop",
    ])];
    batches: &[("dateline-pipeline", "it", &[
        "stage::a_loop_that_is_stopped_and_started_again_does_everything_once",
        "stage::aborted_transactions_are_done_again_without_loss_or_repetition",
        "stage::records_of_one_key_stay_in_order_through_parallel_work",
    ])];
    stores: &[
        ("dateline-pipeline", "it", &[
            "store::a_store_that_is_down_keeps_its_offsets_and_goes_on_when_it_is_back",
            "store::a_store_that_refuses_ends_its_loop_and_moves_no_offset",
            "store::a_record_that_keeps_failing_while_others_succeed_is_a_dead_letter",
            "store::a_target_that_takes_no_record_at_all_is_down_and_nothing_is_a_dead_letter",
        ]),
        ("dateline-tests", "exactly_once", &[
            "drains::a_store_that_is_down_holds_back_its_own_articles_only",
            "drains::a_refused_password_ends_the_sink_and_moves_no_offset",
        ]),
    ];
    hosts: &[("dateline-fetch", "it", &[
        "http::a_slow_answer_is_a_timeout",
        "http::redirects_are_followed_a_few_times_and_to_pages_only",
        "http::a_body_ends_at_its_cap_whether_declared_endless_or_packed",
        "http::a_host_gets_one_request_at_a_time_with_pauses_between",
        "http::refusals_name_the_host_and_the_status",
    ])];
    transactions: &[("dateline-bus", "it", &[
        "kafka_errors::errors_that_pass_are_waited_out_within_the_commit",
        "kafka_errors::a_transaction_that_fails_for_good_is_read_again_and_then_committed",
        "kafka_errors::a_producer_that_is_fenced_again_and_again_gives_way_and_names_its_id",
        "kafka_errors::access_denied_is_an_error_that_no_retry_hides",
    ])];
    fencing: &[("dateline-tests", "exactly_once", &[
        "rebalances::of_two_enrichers_with_one_instance_name_one_gives_way_and_says_why",
    ])];
    schema: &[
        ("dateline-article", "it", &[
            "message::golden_messages_are_read_and_written_back_whole",
            "message::the_checked_in_schema_is_the_one_of_the_types",
        ]),
        ("dateline-tests", "rules", &["ninjs::golden_messages_hold_to_our_own_schema"]),
    ];
    configuration: &[
        ("dateline-service", "it", &[
            "configuration::problems::all_problems_are_reported_at_once_with_their_lines",
            "configuration::problems::syntax_errors_name_their_lines_and_nothing_else_is_reported",
            "configuration::problems::hostile_files_are_refused_in_bounded_time",
        ]),
        ("dateline-tests", "hostile", &[
            "bad_input::a_wrong_configuration_is_told_with_its_lines_and_starts_nothing",
        ]),
    ];
    pushes: &[("dateline-tests", "push", &[
        "kills::what_was_answered_before_a_kill_is_in_kafka_and_stored_once",
        "kills::what_was_answered_before_a_kill_is_in_the_log_and_stored_once",
        "refused::each_bad_request_is_refused_by_its_name_and_the_next_good_one_is_taken",
        "strained::a_sender_that_stops_half_way_or_drips_leaves_nothing_behind",
        "strained::bodies_that_are_not_finished_hold_so_much_memory_and_no_more",
    ])];
    panics: &[("dateline-pipeline", "it", &["ingest::a_source_that_panics_ends_the_loop_with_its_name"])];
}
