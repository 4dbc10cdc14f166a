package dev.zerofs.gcs;

import com.google.api.client.googleapis.batch.BatchRequest;
import com.google.api.client.googleapis.batch.json.JsonBatchCallback;
import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.util.DateTime;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.BucketLocation;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.objectstore.ObjectSummary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a bucket whose names begin with a prefix. Safe for use by any number of threads.
 *
 * <p>Objects in the bucket whose names are no {@link ObjectKey} are not ours: listings leave them
 * out.
 */
public final class GcsObjectStore implements ObjectStore {

  /** The most names that one listing returns. */
  private static final int NAMES_PER_LISTING_MAX = 1_000;

  /** The most requests that one batch takes. */
  private static final int DELETES_PER_BATCH_MAX = 100;

  /** Of our alphabet the first: what comes first of our keys after one is that one and this. */
  private static final String FIRST_OF_ALPHABET = "-";

  /** Answers are cut to what is read of them. */
  private static final String SUMMARY_FIELDS = "name,size,updated";

  /** Reads the answer of a get. */
  private interface BodyReader {
    Bytes read(HttpResponse response) throws IOException;
  }

  private final Storage client;
  private final BucketLocation location;
  private final Requests requests;
  private final GcsFailures failures;
  private final Runnable closing;

  /**
   * A store over {@code client}.
   *
   * @param closing closes what the client is made of
   */
  GcsObjectStore(Storage client, BucketLocation location, Requests requests, Runnable closing) {
    this.client = client;
    this.location = location;
    this.requests = requests;
    this.failures = new GcsFailures(location.toString());
    this.closing = closing;
  }

  @Override
  public Bytes get(ObjectKey key) {
    try {
      return requests.make(() -> media(objectOf(key), Body::whole));
    } catch (FailedRequest e) {
      throw failedGet(key, e);
    }
  }

  @Override
  public Bytes get(ObjectKey key, long offset, int length) {
    if (offset < 0 || length < 1) {
      throw new IllegalArgumentException("range " + offset + "+" + length + " of " + key);
    }
    long last = offset > Long.MAX_VALUE - length ? Long.MAX_VALUE : offset + length - 1;
    try {
      return requests.make(
          () -> {
            Storage.Objects.Get get = objectOf(key);
            get.getRequestHeaders().setRange("bytes=" + offset + "-" + last);
            return media(get, response -> Body.range(response, offset, length));
          });
    } catch (FailedRequest e) {
      if (GcsFailures.isRangeAfterEnd(e.last())) {
        return Bytes.EMPTY;
      }
      throw failedGet(key, e);
    }
  }

  private Storage.Objects.Get objectOf(ObjectKey key) throws IOException {
    return client.objects().get(location.bucket(), location.nameOf(key));
  }

  private static Bytes media(Storage.Objects.Get get, BodyReader reader) throws IOException {
    // The body is wanted as it is kept, and its length is checked.
    get.getRequestHeaders().setAcceptEncoding("identity");
    HttpResponse response = get.executeMedia();
    boolean whole = false;
    try {
      Bytes body = reader.read(response);
      whole = true;
      return body;
    } finally {
      if (whole) {
        response.ignore(); // The connection goes back to the others.
      } else {
        response.disconnect();
      }
    }
  }

  private ObjectStoreException failedGet(ObjectKey key, FailedRequest failure) {
    return GcsFailures.isNoSuchObject(failure.last())
        ? new ObjectStoreException.NotFound(key)
        : failures.read("get " + key, failure);
  }

  @Override
  public @Nullable ObjectSummary head(ObjectKey key) {
    try {
      return requests.make(() -> summary(key, objectOf(key).setFields(SUMMARY_FIELDS).execute()));
    } catch (FailedRequest e) {
      if (GcsFailures.isNoSuchObject(e.last())) {
        return null;
      }
      throw failures.read("head " + key, e);
    }
  }

  @Override
  public ObjectPage list(String prefix, @Nullable ObjectKey startAfter, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a page of " + limit + " objects");
    }
    if (!ObjectKey.mayBeginWith(prefix)) {
      return new ObjectPage(List.of(), false);
    }
    String previous = startAfter == null ? "" : location.nameOf(startAfter);
    // The service begins with the offset itself; no key of ours lies between the two.
    String offset = startAfter == null ? null : previous + FIRST_OF_ALPHABET;
    String token = null;
    while (true) {
      Objects answer = listNames(prefix, offset, token, limit);
      List<ObjectSummary> page = new ArrayList<>();
      for (StorageObject object : itemsOf(answer)) {
        previous = requireAscending(previous, object.getName());
        addIfOurs(page, object);
      }
      token = answer.getNextPageToken();
      if (token == null || !page.isEmpty()) {
        return new ObjectPage(page, token != null);
      }
    }
  }

  private Objects listNames(
      String prefix, @Nullable String offset, @Nullable String token, int limit) {
    try {
      return requests.make(
          () ->
              client
                  .objects()
                  .list(location.bucket())
                  .setPrefix(location.prefix() + prefix)
                  .setStartOffset(offset)
                  .setPageToken(token)
                  .setMaxResults((long) Math.min(limit, NAMES_PER_LISTING_MAX))
                  .setFields("nextPageToken,items(" + SUMMARY_FIELDS + ")")
                  .execute());
    } catch (FailedRequest e) {
      throw failures.read("list " + location.prefix() + prefix, e);
    }
  }

  private static List<StorageObject> itemsOf(Objects answer) {
    List<StorageObject> items = answer.getItems();
    return items == null ? List.of() : items;
  }

  /** A store that lists in another order would have the newest manifest overlooked. */
  private String requireAscending(String previous, String name) {
    if (previous.compareTo(name) >= 0) {
      throw new ObjectStoreException.Fatal(
          location + " does not list in the order of keys: " + name + " after " + previous, null);
    }
    return name;
  }

  private void addIfOurs(List<ObjectSummary> page, StorageObject object) {
    location.keyOf(object.getName()).map(key -> summary(key, object)).ifPresent(page::add);
  }

  private static ObjectSummary summary(ObjectKey key, StorageObject object) {
    DateTime updated = object.getUpdated();
    return new ObjectSummary(
        key, object.getSize().longValueExact(), Math.multiplyExact(updated.getValue(), 1_000_000L));
  }

  @Override
  public void put(ObjectKey key, Bytes body) {
    try {
      upload(key, body, null);
    } catch (FailedRequest e) {
      throw failures.write("put " + key, e);
    }
  }

  @Override
  public void putIfAbsent(ObjectKey key, Bytes body) {
    try {
      upload(key, body, 0L);
    } catch (FailedRequest e) {
      throw failures.writeIfAbsent(key, e);
    }
  }

  /** One request of two parts: what the object is, its CRC-32C included, and the body. */
  private void upload(ObjectKey key, Bytes body, @Nullable Long generation) throws FailedRequest {
    StorageObject object =
        new StorageObject().setName(location.nameOf(key)).setCrc32c(Body.crc32c(body));
    requests.make(
        () -> {
          Storage.Objects.Insert insert =
              client.objects().insert(location.bucket(), object, Body.content(body));
          insert.getMediaHttpUploader().setDirectUploadEnabled(true);
          // Bodies are compressed already, or encrypted; gzip costs nine tenths of the speed.
          insert.setDisableGZipContent(true);
          return insert.setIfGenerationMatch(generation).setFields("generation").execute();
        });
  }

  @Override
  public void delete(ObjectKey key) {
    try {
      requests.make(
          () -> client.objects().delete(location.bucket(), location.nameOf(key)).execute());
    } catch (FailedRequest e) {
      if (!GcsFailures.isNoSuchObject(e.last())) {
        throw failures.write("delete " + key, e);
      }
    }
  }

  @Override
  public void deleteAll(Collection<ObjectKey> keys) {
    List<ObjectKey> distinct = keys.stream().distinct().toList();
    for (int from = 0; from < distinct.size(); from += DELETES_PER_BATCH_MAX) {
      int to = Math.min(distinct.size(), from + DELETES_PER_BATCH_MAX);
      List<ObjectKey> remaining = new ArrayList<>(distinct.subList(from, to));
      try {
        boolean _ = requests.make(() -> deleteTogether(remaining));
      } catch (FailedRequest e) {
        throw failures.write("delete " + remaining, e);
      }
    }
  }

  /**
   * Deletes these in one request and leaves those that failed.
   *
   * @return true
   * @throws IOException the failure of one of them, rather one that will not pass
   */
  private boolean deleteTogether(List<ObjectKey> remaining) throws IOException {
    BatchRequest batch = client.batch();
    List<ObjectKey> failed = new ArrayList<>();
    List<IOException> reasons = new ArrayList<>();
    for (ObjectKey key : remaining) {
      client
          .objects()
          .delete(location.bucket(), location.nameOf(key))
          .queue(
              batch,
              new JsonBatchCallback<Void>() {
                @Override
                public void onSuccess(Void nothing, HttpHeaders headers) {}

                @Override
                public void onFailure(GoogleJsonError error, HttpHeaders headers) {
                  IOException reason = GcsFailures.partOfBatch(error);
                  if (!GcsFailures.isNoSuchObject(reason)) {
                    failed.add(key);
                    reasons.add(reason);
                  }
                }
              });
    }
    batch.execute();
    remaining.retainAll(failed);
    for (IOException reason : reasons) {
      if (!GcsFailures.isPassing(reason)) {
        throw reason;
      }
    }
    if (!reasons.isEmpty()) {
      throw reasons.getFirst();
    }
    return true;
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
}
