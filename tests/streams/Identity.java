import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;

/** Copies one topic to another exactly once with Kafka Streams, until it is killed: BROKERS INPUT OUTPUT FOLDER. */
public final class Identity {
    public static void main(String[] arguments) {
        Properties settings = new Properties();
        settings.put("bootstrap.servers", arguments[0]);
        settings.put("application.id", arguments[2] + ".streams");
        settings.put("state.dir", arguments[3]);
        settings.put("processing.guarantee", "exactly_once_v2");
        settings.put("commit.interval.ms", "100");
        settings.put("num.stream.threads", "1");
        settings.put("default.key.serde", Serdes.ByteArraySerde.class.getName());
        settings.put("default.value.serde", Serdes.ByteArraySerde.class.getName());
        settings.put("producer.compression.type", "zstd");
        settings.put("producer.linger.ms", "5");
        settings.put("consumer.auto.offset.reset", "earliest");
        StreamsBuilder topology = new StreamsBuilder();
        topology.stream(arguments[1]).to(arguments[2]);
        new KafkaStreams(topology.build(), settings).start();
    }
}
