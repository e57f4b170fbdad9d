#!/usr/bin/env bash
# What a consumer in a group does when its only broker comes back at another address.
#
# Versions: Apache Kafka 4.3.1 (KRaft, one node on loopback), confluent-kafka 2.12.1 (librdkafka 2.12.1, which the crate
# rdkafka 0.39.0 builds) and 2.16.1 (librdkafka 2.16.0). Needs Java, Maven and Python. Takes three to four minutes.
#
# The guess: both go on within seconds. The node has the same id and the same data, both addresses stand in
# bootstrap.servers, and the client asks for metadata of its own accord.
#
# Seen, with a broker that is away for 15 s, longer than the session of 10 s:
#   - librdkafka 2.12.1 knows the new address (a new client in the same process reads at once), and its old consumer
#     reads nothing for 90 s and longer: the coordinator it knew has the same node id, so it keeps asking it where it was
#   - librdkafka 2.16.0 goes on within these 90 s
# A broker that is back before the session is over is found by both.
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
for version in 2.12.1 2.16.1; do
    python3 -m venv "$work/$version"
    "$work/$version/bin/pip" install --quiet --disable-pip-version-check "confluent-kafka==$version"
done

java=(java -Xmx256m -XX:+UseSerialGC -cp "$work/libs/*")
at_port() { # PORT
    cat > "$work/server.properties" <<PROPERTIES
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:$1,CONTROLLER://127.0.0.1:$controller
advertised.listeners=PLAINTEXT://127.0.0.1:$1
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=$work/data
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
group.initial.rebalance.delay.ms=0
PROPERTIES
}
start() {
    "${java[@]}" kafka.Kafka "$work/server.properties" >> "$work/node.log" 2>&1 &
    node=$!
}
stop() {
    kill -9 "$node"
    wait "$node" 2>/dev/null || true
    node=
}

cat > "$work/consume.py" <<'PYTHON'
import pathlib
import sys
import time

from confluent_kafka import Consumer, Producer, libversion

brokers, marks = sys.argv[1], pathlib.Path(sys.argv[2])


def send(text):
    producer = Producer({"bootstrap.servers": brokers, "log_level": 0})
    producer.produce("news", text)
    assert producer.flush(120) == 0, f"{text!r} was not sent"


def client(group):
    made = Consumer({"bootstrap.servers": brokers, "group.id": group, "auto.offset.reset": "earliest",
                     "session.timeout.ms": 10_000, "log_level": 0})
    made.subscribe(["news"])
    return made


def reads(consumer, text, seconds):
    end = time.time() + seconds
    while time.time() < end:
        message = consumer.poll(0.5)
        if message and not message.error() and message.value().decode() == text:
            return True
    return False


send("before")
desk = client("desk")
assert reads(desk, "before", 120), "nothing was read at the first address"
(marks / "reading").touch()
moved = marks / "moved"
while not moved.exists():
    desk.poll(0.5)
send("after")
went_on = reads(desk, "after", 90)
other = client("another")
assert reads(other, "after", 60), "a new client finds nothing at the second address"
other.close()
print(f"librdkafka {libversion()[0]}:", "goes on" if went_on else "stands still")
sys.stdout.flush()
# The one that stands still would wait for its coordinator to leave the group.
if went_on:
    desk.close()
PYTHON

look() { # VERSION of confluent-kafka; says what became of its consumer
    rm -rf "$work/data" "$work/marks"
    mkdir "$work/marks"
    read -r first second controller < <(python3 -c '
import socket
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(3)]
print(*[one.getsockname()[1] for one in sockets])')
    at_port "$first"
    "${java[@]}" kafka.tools.StorageTool format -t ZGF0ZWxpbmUtZmluZGluZw -c "$work/server.properties" \
        >> "$work/node.log" 2>&1
    start
    timeout 400 "$work/$1/bin/python" -c 'import os, runpy, sys
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
os._exit(0)' "$work/consume.py" "127.0.0.1:$first,127.0.0.1:$second" "$work/marks" > "$work/said" &
    local consumer=$!
    for _ in $(seq 1200); do
        [ -e "$work/marks/reading" ] && break
        kill -0 "$consumer"
        sleep 0.1
    done
    stop
    sleep 15
    at_port "$second"
    start
    sleep 5
    touch "$work/marks/moved"
    wait "$consumer"
    stop
    cat "$work/said"
}
look 2.12.1
grep -q "2.12.1: stands still" "$work/said"
look 2.16.1
grep -q "2.16.0: goes on" "$work/said"
echo "as it was seen"
