#!/usr/bin/env bash
# What Kafka answers when it is asked for the first record of a time, in a topic that is written in transactions.
#
# Versions: Apache Kafka 4.3.1 (KRaft, one node on loopback), confluent-kafka 2.16.1 (librdkafka 2.16.0). Needs Java, Maven
# and Python.
#
# The guess: records have the time their producer gave them (here three of January 2020, as an archive that is read in has),
# so for January 2021 there is no record, and the answer is the end.
#
# Seen: the answer is a place with a time of today. It is the marker that ended the transaction: markers have the broker's
# time and are looked through like records, though no reader is ever given one. So whoever replays "from 2021 on" begins at
# the marker, and whatever of 2020 was written behind it is read, too. The offset of the largest time is a marker's as well.
set -euo pipefail
work=$(mktemp -d)
node=
finish() {
    if [ -n "$node" ]; then kill -9 "$node" 2>/dev/null || true; fi
    rm -rf "$work"
}
trap finish EXIT
cat > "$work/pom.xml" <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId><artifactId>kafka</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>4.3.1</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-simple</artifactId><version>1.7.36</version></dependency>
  </dependencies>
</project>
XML
(cd "$work" && mvn -q -B dependency:copy-dependencies -DoutputDirectory="$work/libs")
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check confluent-kafka==2.16.1
read -r port controller < <(python3 -c '
import socket
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
print(*[one.getsockname()[1] for one in sockets])')
java=(java -Xmx256m -XX:+UseSerialGC -cp "$work/libs/*")
cat > "$work/server.properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$controller
advertised.listeners=PLAINTEXT://127.0.0.1:$port
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=$work/data
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
PROPERTIES
"${java[@]}" kafka.tools.StorageTool format -t ZGF0ZWxpbmUtZmluZGluZw -c "$work/server.properties" >> "$work/node.log" 2>&1
"${java[@]}" kafka.Kafka "$work/server.properties" >> "$work/node.log" 2>&1 &
node=$!

cat > "$work/finding.py" <<'PYTHON'
import sys
import time
from datetime import datetime, timezone

from confluent_kafka import Consumer, OFFSET_END, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic, OffsetSpec

brokers = sys.argv[1]


def millis(year, day=1):
    return int(datetime(year, 1, day, tzinfo=timezone.utc).timestamp() * 1000)


def write(name, year):
    """Three records of a year in one transaction: three offsets, and a marker behind them."""
    producer = Producer({"bootstrap.servers": brokers, "transactional.id": name, "log_level": 0})
    end = time.time() + 120
    while True:
        try:
            producer.init_transactions(30)
            break
        except Exception:
            assert time.time() < end, "the broker does not come up"
            time.sleep(1)
    producer.begin_transaction()
    for day in (1, 2, 3):
        producer.produce("archive", f"{year}-01-0{day}", partition=0, timestamp=millis(year, day))
    assert producer.flush(30) == 0
    producer.commit_transaction(30)
    # The marker follows the answer.
    time.sleep(5)


admin = AdminClient({"bootstrap.servers": brokers, "log_level": 0})
# A record may be as old as it likes: it is Kafka's default, said here so that nobody's configuration matters.
topic = NewTopic("archive", 1, 1, config={"message.timestamp.before.max.ms": str(2**63 - 1), "retention.ms": "-1"})
admin.create_topics([topic])["archive"].result(120)
began = int(time.time() * 1000)
write("first", 2020)

consumer = Consumer({"bootstrap.servers": brokers, "group.id": "replay", "isolation.level": "read_committed",
                     "enable.auto.commit": False, "log_level": 0})


def first_of(year):
    return consumer.offsets_for_times([TopicPartition("archive", 0, millis(year))], 30)[0].offset


def read_from(offset, seconds=5):
    consumer.assign([TopicPartition("archive", 0, offset)])
    seen, end = [], time.time() + seconds
    while time.time() < end:
        message = consumer.poll(0.2)
        if message and not message.error():
            seen.append(message.value().decode())
    return seen


assert first_of(2019) == 0 and first_of(2020) == 0
place = first_of(2021)
print(f"first record of 2021 or later: {place} (at the end: {OFFSET_END})")
assert place == 3, place
largest = admin.list_offsets({TopicPartition("archive", 0): OffsetSpec.max_timestamp()})
largest = next(iter(largest.values())).result(30)
print("largest time: offset", largest.offset, datetime.fromtimestamp(largest.timestamp / 1000, timezone.utc).date())
assert largest.offset == 3 and largest.timestamp >= began, (largest.offset, largest.timestamp)
# More of 2020 comes in behind it.
write("second", 2020)
seen = read_from(first_of(2021))
print("read from 2021 on:", seen)
assert seen == ["2020-01-01", "2020-01-02", "2020-01-03"], seen
PYTHON
"$work/venv/bin/python" "$work/finding.py" "127.0.0.1:$port"
echo "as it was seen"
