package dev.zerofs.benchmarks.stream;

import dev.zerofs.benchmarks.lab.Lab;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The SDK and nothing else: whole objects, so many connections at a time. */
final class BareClient implements AutoCloseable {

  private final S3Client client;
  private final int connections;
  private final byte[] body;

  BareClient(String endpoint, int connections, byte[] body) {
    this.connections = connections;
    this.body = body;
    this.client =
        S3Client.builder()
            .httpClientBuilder(Apache5HttpClient.builder().maxConnections(connections))
            .endpointOverride(URI.create(endpoint))
            .forcePathStyle(true)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(s -> s.chunkedEncodingEnabled(false))
            .build();
  }

  /** Puts {@code count} objects and tells the bytes a second. */
  double put(int count) {
    return measured(
        count,
        i ->
            client.putObject(
                r -> r.bucket("bare").key("object-" + i), RequestBody.fromBytes(body)));
  }

  /** Gets them. */
  double get(int count) {
    return measured(
        count,
        i -> {
          byte[] got =
              client.getObjectAsBytes(r -> r.bucket("bare").key("object-" + i)).asByteArrayUnsafe();
          if (got.length != body.length) {
            throw new IllegalStateException("an object of " + got.length + " bytes");
          }
        });
  }

  /** Removes them. */
  void delete(int count) {
    var _ = measured(count, i -> client.deleteObject(r -> r.bucket("bare").key("object-" + i)));
  }

  private interface Call {
    void of(int number);
  }

  private double measured(int count, Call call) {
    AtomicInteger next = new AtomicInteger();
    long began = Lab.CLOCK.monotonicNanos();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        ends.add(
            threads.submit(
                () -> {
                  for (int n = next.getAndIncrement(); n < count; n = next.getAndIncrement()) {
                    call.of(n);
                  }
                }));
      }
      for (Future<?> end : ends) {
        var _ = end.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return (double) count * body.length / Lab.secondsSince(began);
  }

  @Override
  public void close() {
    client.close();
  }
}
