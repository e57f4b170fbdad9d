//! The behaviour every bus must show, as functions that tests call with a bus.
//!
//! In: a [`Bus`] and a topic prefix nobody else uses. Out: nothing; a function panics and says what is broken. Each
//! holds for Kafka and for the embedded log, so none assumes that offsets follow each other without gaps (transaction
//! markers take some), that a member is assigned at once, or that what was committed is visible in the same instant.
#![expect(clippy::unwrap_used, clippy::panic, reason = "it is a test suite: a broken bus is told by a panic")]

mod finding;
mod members;
mod reading;
mod records;
mod scene;
mod topics;
mod transactions;

pub use crate::kafka::{Ending, end_interrupted};

use crate::Bus;

/// One behaviour: takes the bus and a fresh topic prefix.
pub type Behaviour = fn(&dyn Bus, &str);

/// All behaviours by name. One prefix may serve them all, once.
pub const CONTRACT: &[(&str, Behaviour)] = &[
    ("created_topics_have_their_partitions", topics::created_topics_have_their_partitions),
    ("creating_a_topic_again_changes_nothing", topics::creating_a_topic_again_changes_nothing),
    ("another_partition_count_is_refused", topics::another_partition_count_is_refused),
    ("a_topic_that_does_not_exist_is_an_error", topics::a_topic_that_does_not_exist_is_an_error),
    (
        "records_of_one_key_stay_in_order_in_their_partition",
        records::records_of_one_key_stay_in_order_in_their_partition,
    ),
    ("a_record_goes_to_the_partition_it_names", records::a_record_goes_to_the_partition_it_names),
    ("records_come_back_as_they_were", records::records_come_back_as_they_were),
    ("a_record_without_a_time_is_stamped", records::a_record_without_a_time_is_stamped),
    ("a_record_at_the_limit_is_taken", records::a_record_at_the_limit_is_taken),
    ("a_record_over_the_limit_is_refused", records::a_record_over_the_limit_is_refused),
    ("an_append_to_several_topics_is_all_or_nothing", records::an_append_to_several_topics_is_all_or_nothing),
    (
        "what_is_appended_under_a_name_is_all_or_nothing_too",
        records::what_is_appended_under_a_name_is_all_or_nothing_too,
    ),
    ("a_member_is_given_all_partitions_and_records", members::a_member_is_given_all_partitions_and_records),
    ("a_waiting_member_gets_what_is_appended", members::a_waiting_member_gets_what_is_appended),
    ("closed_intake_hands_out_nothing", members::closed_intake_hands_out_nothing),
    ("intake_closed_before_the_assignment_stays_closed", members::intake_closed_before_the_assignment_stays_closed),
    ("two_groups_read_independently", members::two_groups_read_independently),
    ("a_member_that_comes_back_continues", members::a_member_that_comes_back_continues),
    (
        "uncommitted_records_are_redelivered_to_the_next_member",
        members::uncommitted_records_are_redelivered_to_the_next_member,
    ),
    ("a_rewind_redelivers_what_is_not_committed", members::a_rewind_redelivers_what_is_not_committed),
    ("outputs_and_offsets_become_visible_together", transactions::outputs_and_offsets_become_visible_together),
    ("consecutive_commits_of_a_part_add_up", transactions::consecutive_commits_of_a_part_add_up),
    ("a_transaction_may_hold_offsets_only", transactions::a_transaction_may_hold_offsets_only),
    ("a_transaction_may_hold_outputs_only", transactions::a_transaction_may_hold_outputs_only),
    ("a_refused_commit_leaves_nothing_behind", transactions::a_refused_commit_leaves_nothing_behind),
    ("a_member_may_write_to_the_topic_it_reads", transactions::a_member_may_write_to_the_topic_it_reads),
    ("a_reader_reads_everything_and_is_caught_up", reading::a_reader_reads_everything_and_is_caught_up),
    ("a_reader_begins_where_it_is_told", reading::a_reader_begins_where_it_is_told),
    ("a_reader_of_an_empty_topic_is_caught_up", reading::a_reader_of_an_empty_topic_is_caught_up),
    ("a_reader_goes_on_with_what_comes_later", reading::a_reader_goes_on_with_what_comes_later),
    ("ends_and_commits_are_told", reading::ends_and_commits_are_told),
    ("records_are_found_by_time_and_by_key", finding::records_are_found_by_time_and_by_key),
];
