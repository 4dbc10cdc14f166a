package dev.zerofs.s3;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.BucketLocation;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects of a bucket whose keys begin with a prefix. Safe for use by any number of threads.
 *
 * <p>Objects in the bucket whose names are no {@link ObjectKey} are not ours: listings leave them
 * out.
 */
public final class S3ObjectStore implements ObjectStore {

  /** The most keys that one listing returns and one delete takes. */
  private static final int KEYS_PER_REQUEST_MAX = 1_000;

  private final S3Client client;
  private final BucketLocation location;
  private final S3Failures failures;
  private final PutOptions puts;
  private final Runnable closing;

  /**
   * A store over {@code client}.
   *
   * @param puts what is asked of the store for every object
   * @param closing closes the client and what it is made of
   */
  S3ObjectStore(
      S3Client client,
      BucketLocation location,
      S3Failures failures,
      PutOptions puts,
      Runnable closing) {
    this.client = client;
    this.location = location;
    this.failures = failures;
    this.puts = puts;
    this.closing = closing;
  }

  @Override
  public Bytes get(ObjectKey key) {
    return read(
        () ->
            whole(
                client.getObject(
                    r -> r.bucket(location.bucket()).key(location.nameOf(key)), new BodyReader())),
        failure -> {
          throw S3Failures.isNoSuchKey(failure)
              ? new ObjectStoreException.NotFound(key)
              : failures.read("get " + key, failure);
        });
  }

  /** The bytes that came in one piece, or none. */
  private static Bytes whole(List<Bytes> pieces) {
    return pieces.isEmpty() ? Bytes.EMPTY : pieces.getFirst();
  }

  @Override
  public Bytes get(ObjectKey key, long offset, int length) {
    return whole(getPieces(key, offset, length, Math.max(1, length)));
  }

  @Override
  public List<Bytes> getPieces(ObjectKey key, long offset, int length, int pieceBytes) {
    if (offset < 0 || length < 1 || pieceBytes < 1) {
      throw new IllegalArgumentException(
          "range %d+%d of %s in pieces of %d".formatted(offset, length, key, pieceBytes));
    }
    long last = offset > Long.MAX_VALUE - length ? Long.MAX_VALUE : offset + length - 1;
    return read(
        () ->
            client.getObject(
                r ->
                    r.bucket(location.bucket())
                        .key(location.nameOf(key))
                        .range("bytes=" + offset + "-" + last),
                new BodyReader(offset, length, pieceBytes)),
        failure -> {
          if (S3Failures.isRangeAfterEnd(failure)) {
            return List.of();
          }
          throw S3Failures.isNoSuchKey(failure)
              ? new ObjectStoreException.NotFound(key)
              : failures.read("get " + key, failure);
        });
  }

  @Override
  public @Nullable ObjectSummary head(ObjectKey key) {
    return S3ObjectStore.<@Nullable ObjectSummary>read(
        () -> {
          HeadObjectResponse head =
              client.headObject(r -> r.bucket(location.bucket()).key(location.nameOf(key)));
          return new ObjectSummary(key, head.contentLength(), nanosOf(head.lastModified()));
        },
        failure -> {
          if (S3Failures.isNoSuchKey(failure)) {
            return null;
          }
          throw failures.read("head " + key, failure);
        });
  }

  @Override
  public ObjectPage list(String prefix, @Nullable ObjectKey startAfter, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a page of " + limit + " objects");
    }
    if (!ObjectKey.mayBeginWith(prefix)) {
      return new ObjectPage(List.of(), false);
    }
    String after = startAfter == null ? null : location.nameOf(startAfter);
    while (true) {
      ListObjectsV2Response answer = listNames(location.prefix() + prefix, after, limit);
      List<ObjectSummary> page = new ArrayList<>();
      for (S3Object object : answer.contents()) {
        after = requireAscending(after, object.key());
        addIfOurs(page, object);
      }
      boolean more = Boolean.TRUE.equals(answer.isTruncated()) && !answer.contents().isEmpty();
      if (!more || !page.isEmpty()) {
        return new ObjectPage(page, more);
      }
    }
  }

  private ListObjectsV2Response listNames(String prefix, @Nullable String after, int limit) {
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket(location.bucket())
            .prefix(prefix)
            .startAfter(after)
            .maxKeys(Math.min(limit, KEYS_PER_REQUEST_MAX))
            .build();
    return read(
        () -> client.listObjectsV2(request),
        failure -> {
          throw failures.read(("list " + prefix).strip(), failure);
        });
  }

  /** A store that lists in another order would have the newest manifest overlooked. */
  private String requireAscending(@Nullable String previous, String name) {
    if (previous != null && previous.compareTo(name) >= 0) {
      throw new ObjectStoreException.Fatal(
          location + " does not list in the order of keys: " + name + " after " + previous, null);
    }
    return name;
  }

  private void addIfOurs(List<ObjectSummary> page, S3Object object) {
    location
        .keyOf(object.key())
        .map(key -> new ObjectSummary(key, object.size(), nanosOf(object.lastModified())))
        .ifPresent(page::add);
  }

  @Override
  public void put(ObjectKey key, Bytes body) {
    put(key, body, false, (failure, attempts) -> failures.write("put " + key, failure, attempts));
  }

  @Override
  public void putIfAbsent(ObjectKey key, Bytes body) {
    put(key, body, true, (failure, attempts) -> failures.writeIfAbsent(key, failure, attempts));
  }

  private void put(
      ObjectKey key,
      Bytes body,
      boolean ifAbsent,
      BiFunction<SdkException, Attempts, ObjectStoreException> translate) {
    PutObjectRequest request =
        puts.begin()
            .bucket(location.bucket())
            .key(location.nameOf(key))
            .ifNoneMatch(ifAbsent ? "*" : null)
            .contentLength((long) body.length())
            .build();
    RequestBody content =
        RequestBody.fromContentProvider(
            () -> new ByteArrayInputStream(body.array(), body.arrayOffset(), body.length()),
            body.length(),
            "application/octet-stream");
    write(() -> client.putObject(request, content), translate);
  }

  @Override
  public void delete(ObjectKey key) {
    write(
        () -> client.deleteObject(r -> r.bucket(location.bucket()).key(location.nameOf(key))),
        (failure, attempts) -> failures.write("delete " + key, failure, attempts));
  }

  @Override
  public void deleteAll(Collection<ObjectKey> keys) {
    List<ObjectKey> distinct = keys.stream().distinct().toList();
    for (int from = 0; from < distinct.size(); from += KEYS_PER_REQUEST_MAX) {
      int to = Math.min(distinct.size(), from + KEYS_PER_REQUEST_MAX);
      deleteTogether(distinct.subList(from, to));
    }
  }

  private void deleteTogether(List<ObjectKey> keys) {
    List<ObjectIdentifier> names =
        keys.stream()
            .map(key -> ObjectIdentifier.builder().key(location.nameOf(key)).build())
            .toList();
    var answer =
        write(
            () ->
                client.deleteObjects(
                    r -> r.bucket(location.bucket()).delete(d -> d.objects(names).quiet(true))),
            (failure, attempts) -> failures.write("delete " + keys, failure, attempts));
    for (S3Error error : answer.errors()) {
      if (!"NoSuchKey".equals(error.code())) {
        throw failures.deleteOfMany(String.valueOf(error.key()), error.code(), error.message());
      }
    }
  }

  /** None: a bucket has no limit. */
  @Override
  public OptionalLong roomBytes() {
    return OptionalLong.empty();
  }

  @Override
  public String location() {
    return location.toString();
  }

  @Override
  public void close() {
    closing.run();
  }

  private static <T extends @Nullable Object> T read(
      Supplier<T> call, Function<SdkException, T> onFailure) {
    try {
      return call.get();
    } catch (SdkException e) {
      return onFailure.apply(e);
    }
  }

  private static <T> T write(
      Supplier<T> call, BiFunction<SdkException, Attempts, ObjectStoreException> translate) {
    Attempts attempts = new Attempts();
    try {
      return attempts.watch(call);
    } catch (SdkException e) {
      throw translate.apply(e, attempts);
    }
  }

  private static long nanosOf(Instant instant) {
    return Math.addExact(
        Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
  }
}
