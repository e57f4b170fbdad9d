#!/usr/bin/env bash
# Which zstd records a librdkafka consumer can read back, within its own limits.
#
# Versions: confluent-kafka 2.16.1 (librdkafka 2.16.0), its built-in mock cluster; no broker is needed.
#
# The guess: a consumer whose receive.message.max.bytes (4.2 MB here) is larger than a record reads that record, and if
# size decides, then the smaller one is read before the larger one.
#
# Seen: it depends on how well the record compresses. librdkafka's producer writes zstd frames that do not state their
# size, and its consumer guesses: twice the compressed bytes, then three times as much each time, up to
# receive.message.max.bytes. When no guess falls between the record's size and that limit, the record is refused with
# _BAD_COMPRESSION, and at the next poll again, for ever: the position does not move.
#   - one sentence over and over, 3.17 MB: read; the same, 3.48 MB: refused
#   - base64 of random bytes (a quarter of it goes away), 2.6 MB: read; 3.0 MB: refused, although 3.17 MB went
# A limit of three times the largest record, and a little more, leaves room for every guess.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check confluent-kafka==2.16.1
cat > "$work/sizes.py" <<'PYTHON'
import base64
import random
import time

from confluent_kafka import Consumer, Producer, TopicPartition, libversion

LIMIT = 4_200_000
numbers = random.Random(1)
RECORDS = {
    "sentence-3170000": (b"news " * 634_000, 3_170_000),
    "sentence-3480000": (b"news " * 696_000, "_BAD_COMPRESSION"),
    "base64-2600000": (base64.b64encode(numbers.randbytes(1_950_000)), 2_600_000),
    "base64-3000000": (base64.b64encode(numbers.randbytes(2_250_000)), "_BAD_COMPRESSION"),
}

print("librdkafka", libversion()[0])
producer = Producer({"test.mock.num.brokers": 1, "bootstrap.servers": "", "compression.type": "zstd",
                     "message.max.bytes": 5_000_000, "log_level": 0})
broker = next(iter(producer.list_topics().brokers.values()))


def read(topic, limit):
    consumer = Consumer({"bootstrap.servers": f"{broker.host}:{broker.port}", "group.id": topic,
                         "fetch.max.bytes": 4_000_000, "fetch.message.max.bytes": 4_000_000,
                         "receive.message.max.bytes": limit, "auto.offset.reset": "earliest"})
    consumer.assign([TopicPartition(topic, 0, 0)])
    seen, until = [], time.time() + 30
    while len(seen) < 3 and time.time() < until:
        message = consumer.poll(1)
        if message and message.error():
            seen.append(message.error().name())
        elif message:
            seen.append(len(message.value()))
            break
    consumer.close()
    return seen


for topic, (value, expected) in RECORDS.items():
    failed = []
    producer.list_topics(topic)
    producer.produce(topic, value, partition=0, on_delivery=lambda error, _: failed.append(error))
    producer.flush(30)
    assert failed == [None], (topic, failed)
    seen = read(topic, LIMIT)
    print(f"{topic:18} {len(value):>9,} bytes, limit {LIMIT:,}: {seen}")
    assert seen == ([expected] * 3 if isinstance(expected, str) else [expected]), (topic, seen, expected)
    enough = 3 * len(value) + (64 << 10)
    seen = read(topic, enough)
    print(f"{'':18} {'':>9}        limit {enough:,}: {seen}")
    assert seen == [len(value)], (topic, seen)
PYTHON
"$work/venv/bin/python" "$work/sizes.py"
echo "as it was seen"
