package dev.zerofs.azure;

import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.BlobContainerAsyncClient;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobDownloadResponse;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.DownloadRetryOptions;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.BucketLocation;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The block blobs of a container whose names begin with a prefix. Safe for use by any number of
 * threads.
 *
 * <p>Blobs in the container whose names are no {@link ObjectKey} are not ours: listings leave them
 * out.
 */
public final class AzureObjectStore implements ObjectStore {

  /** The most names that one listing returns. */
  private static final int NAMES_PER_LISTING_MAX = 5_000;

  /** How many deletes of a delete of many are under way at once; the service bills none of them. */
  private static final int DELETES_AT_ONCE_MAX = 16;

  /** The longest range of which the service tells the MD5. */
  private static final int MD5_RANGE_BYTES_MAX = 4 << 20;

  /** What goes to the socket at once; the JDK copies as much to memory outside the heap. */
  private static final int SLICE_BYTES = 64 << 10;

  /** Of our alphabet the first: what comes first of our keys after one is that one and this. */
  private static final String FIRST_OF_ALPHABET = "-";

  private final BlobContainerClient client;
  private final BlobContainerAsyncClient asyncClient;
  private final BucketLocation location;
  private final Connections connections;
  private final boolean checksums;
  private final DownloadRetryOptions resumptions;
  private final AzureFailures failures;

  /**
   * A store over a container's two clients.
   *
   * @param checksums whether bodies are checked against their MD5
   * @param resumptionsMax how often a body that broke off is asked for from there on
   */
  AzureObjectStore(
      BlobContainerClient client,
      BlobContainerAsyncClient asyncClient,
      BucketLocation location,
      Connections connections,
      boolean checksums,
      int resumptionsMax) {
    this.client = client;
    this.asyncClient = asyncClient;
    this.location = location;
    this.connections = connections;
    this.checksums = checksums;
    this.resumptions = new DownloadRetryOptions().setMaxRetryRequests(resumptionsMax);
    this.failures = new AzureFailures(location.toString());
  }

  @Override
  public Bytes get(ObjectKey key) {
    Attempts attempts = new Attempts();
    try {
      return connections.use(
          () -> download(key, null, new BodySink(attempts), checksums, attempts));
    } catch (RuntimeException e) {
      throw failedGet(key, e);
    }
  }

  @Override
  public Bytes get(ObjectKey key, long offset, int length) {
    if (offset < 0 || length < 1) {
      throw new IllegalArgumentException("range " + offset + "+" + length + " of " + key);
    }
    Attempts attempts = new Attempts();
    boolean checked = checksums && length <= MD5_RANGE_BYTES_MAX;
    BlobRange range = new BlobRange(offset, Math.min((long) length, Long.MAX_VALUE - offset));
    try {
      return connections.use(
          () -> download(key, range, new BodySink(attempts, length), checked, attempts));
    } catch (RuntimeException e) {
      if (AzureFailures.isRangeAfterEnd(e)) {
        return Bytes.EMPTY;
      }
      throw failedGet(key, e);
    }
  }

  private Bytes download(
      ObjectKey key, @Nullable BlobRange range, BodySink sink, boolean checked, Attempts attempts) {
    BlobDownloadResponse response =
        client
            .getBlobClient(location.nameOf(key))
            .downloadStreamWithResponse(
                sink, range, resumptions, null, checked && range != null, null, attempts.context());
    try {
      Bytes body = sink.body();
      if (checked) {
        Md5.require(response.getDeserializedHeaders().getContentMd5(), body);
      }
      return body;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ObjectStoreException failedGet(ObjectKey key, RuntimeException failure) {
    return AzureFailures.isNoSuchBlob(failure)
        ? new ObjectStoreException.NotFound(key)
        : failures.read("get " + key, failure);
  }

  @Override
  public @Nullable ObjectSummary head(ObjectKey key) {
    try {
      BlobProperties properties =
          connections.use(() -> client.getBlobClient(location.nameOf(key)).getProperties());
      return new ObjectSummary(
          key, properties.getBlobSize(), nanosOf(properties.getLastModified()));
    } catch (RuntimeException e) {
      if (AzureFailures.isNoSuchBlob(e)) {
        return null;
      }
      throw failures.read("head " + key, e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The service is asked to begin after {@code startAfter}. One that is too old for that (an
   * emulator) begins with the prefix, and what comes before is skipped here, a page of 5,000 at a
   * time: correct, at the cost of one request for each 5,000 names before the start.
   */
  @Override
  public ObjectPage list(String prefix, @Nullable ObjectKey startAfter, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a page of " + limit + " objects");
    }
    if (!ObjectKey.mayBeginWith(prefix)) {
      return new ObjectPage(List.of(), false);
    }
    String after = startAfter == null ? "" : location.nameOf(startAfter);
    ListBlobsOptions options =
        new ListBlobsOptions()
            .setPrefix(location.prefix() + prefix)
            .setMaxResultsPerPage(Math.min(limit, NAMES_PER_LISTING_MAX));
    if (startAfter != null) {
      options.setStartFrom(after + FIRST_OF_ALPHABET);
    }
    String previous = "";
    String token = null;
    while (true) {
      PagedResponse<BlobItem> answer = listNames(options, token);
      List<ObjectSummary> page = new ArrayList<>();
      for (BlobItem blob : answer.getValue()) {
        previous = requireAscending(previous, blob.getName());
        if (previous.compareTo(after) > 0) {
          addIfOurs(page, blob);
        } else {
          options.setMaxResultsPerPage(NAMES_PER_LISTING_MAX);
        }
      }
      token = answer.getContinuationToken();
      boolean more = token != null && !token.isEmpty();
      if (!more || !page.isEmpty()) {
        return page.size() <= limit
            ? new ObjectPage(page, more)
            : new ObjectPage(page.subList(0, limit), true);
      }
    }
  }

  private PagedResponse<BlobItem> listNames(ListBlobsOptions options, @Nullable String token) {
    try {
      return connections.use(
          () -> client.listBlobs(options, token, null).iterableByPage().iterator().next());
    } catch (RuntimeException e) {
      throw failures.read("list " + options.getPrefix(), e);
    }
  }

  /** A store that lists in another order would have the newest manifest overlooked. */
  private String requireAscending(String previous, String name) {
    if (previous.compareTo(name) >= 0) {
      throw new ObjectStoreException.Fatal(
          location
              + " does not list in the order of keys: "
              + name
              + " after "
              + previous
              + " (an account with a hierarchical namespace does not; use one without)",
          null);
    }
    return name;
  }

  private void addIfOurs(List<ObjectSummary> page, BlobItem blob) {
    var properties = blob.getProperties();
    location
        .keyOf(blob.getName())
        .map(
            key ->
                new ObjectSummary(
                    key, properties.getContentLength(), nanosOf(properties.getLastModified())))
        .ifPresent(page::add);
  }

  @Override
  public void put(ObjectKey key, Bytes body) {
    Attempts attempts = new Attempts();
    try {
      upload(key, body, new BlobRequestConditions(), attempts);
    } catch (RuntimeException e) {
      throw failures.write("put " + key, e, attempts);
    }
  }

  @Override
  public void putIfAbsent(ObjectKey key, Bytes body) {
    Attempts attempts = new Attempts();
    try {
      upload(key, body, new BlobRequestConditions().setIfNoneMatch("*"), attempts);
    } catch (RuntimeException e) {
      throw failures.writeIfAbsent(key, e, attempts);
    }
  }

  /** One Put Blob, which takes up to 5,000 MiB: more than a body here can have. */
  private void upload(
      ObjectKey key, Bytes body, BlobRequestConditions conditions, Attempts attempts) {
    BlockBlobSimpleUploadOptions options =
        new BlockBlobSimpleUploadOptions(slicesOf(body), body.length())
            .setRequestConditions(conditions);
    if (checksums) {
      options.setContentMd5(Md5.of(body));
    }
    connections.use(
        () ->
            client
                .getBlobClient(location.nameOf(key))
                .getBlockBlobClient()
                .uploadWithResponse(options, null, attempts.context()));
  }

  /** Views of {@code body}, made anew for every attempt. */
  private static Flux<ByteBuffer> slicesOf(Bytes body) {
    int slices = (body.length() + SLICE_BYTES - 1) / SLICE_BYTES;
    return Flux.range(0, slices)
        .map(
            index -> {
              int from = index * SLICE_BYTES;
              return body.slice(from, Math.min(SLICE_BYTES, body.length() - from)).asByteBuffer();
            });
  }

  @Override
  public void delete(ObjectKey key) {
    deleteAll(List.of(key));
  }

  @Override
  public void deleteAll(Collection<ObjectKey> keys) {
    List<ObjectKey> distinct = keys.stream().distinct().toList();
    if (distinct.isEmpty()) {
      return;
    }
    int atOnce = connections.upTo(Math.min(DELETES_AT_ONCE_MAX, distinct.size()));
    try {
      connections.use(
          atOnce,
          () -> Flux.fromIterable(distinct).flatMap(this::deleteOne, atOnce).then().block());
    } catch (ObjectStoreException e) {
      throw e;
    } catch (RuntimeException e) {
      throw failures.write("delete " + distinct, e, new Attempts());
    }
  }

  private Mono<Void> deleteOne(ObjectKey key) {
    Attempts attempts = new Attempts();
    return asyncClient
        .getBlobAsyncClient(location.nameOf(key))
        .deleteWithResponse(null, null)
        .contextWrite(attempts::putInto)
        .then()
        .onErrorResume(
            failure ->
                AzureFailures.isNoSuchBlob(failure)
                    ? Mono.empty()
                    : Mono.error(failures.write("delete " + key, failure, attempts)));
  }

  /** Not known: an account's limit is not told to its clients. */
  @Override
  public OptionalLong roomBytes() {
    return OptionalLong.empty();
  }

  @Override
  public String location() {
    return location.toString();
  }

  /** Nothing to do: the JDK's client ends by itself when nobody holds it any more. */
  @Override
  public void close() {}

  private static long nanosOf(OffsetDateTime time) {
    return Math.addExact(Math.multiplyExact(time.toEpochSecond(), 1_000_000_000L), time.getNano());
  }
}
