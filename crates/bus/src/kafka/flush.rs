//! Waits until the brokers have answered for all that was sent.

use rdkafka::ClientContext;
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::producer::{BaseProducer, Producer, ProducerContext};
use std::time::{Duration, Instant};

/// Between two looks. Answers that came in between are taken at the next one.
const LOOK: Duration = Duration::from_millis(1);

/// Waits for the answers, for as long as `limit`. The client's own `flush` takes a tenth of a second for it, however soon
/// they come: its `poll` goes on until its time is over, the last millisecond of it without a pause (rdkafka 0.39.0).
pub(super) fn flush<C>(producer: &BaseProducer<C>, limit: Duration) -> Result<(), KafkaError>
where
    C: ClientContext + ProducerContext,
{
    let began = Instant::now();
    let mut waiting = producer.in_flight_count();
    while waiting > 0 {
        producer.poll(Duration::ZERO);
        let now = producer.in_flight_count();
        // A poll without time takes one answer: where there was one, there may be more.
        if now == waiting {
            if began.elapsed() > limit {
                return Err(KafkaError::Flush(RDKafkaErrorCode::OperationTimedOut));
            }
            std::thread::sleep(LOOK);
        }
        waiting = now;
    }
    Ok(())
}
