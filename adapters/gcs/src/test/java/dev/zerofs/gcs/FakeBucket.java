package dev.zerofs.gcs;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.zerofs.ports.bytes.Bytes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The objects of one bucket and their rules. Safe for use by any number of threads. */
final class FakeBucket {

  /** An object as it is kept. */
  record Kept(Bytes body, long generation, Instant updated) {

    JsonObject describe(String name) {
      JsonObject json = new JsonObject();
      json.addProperty("kind", "storage#object");
      json.addProperty("name", name);
      json.addProperty("size", String.valueOf(body.length()));
      json.addProperty("generation", String.valueOf(generation));
      json.addProperty("updated", updated.toString());
      json.addProperty("crc32c", crc32c(body));
      return json;
    }
  }

  private final NavigableMap<String, Kept> objects = new TreeMap<>();
  private long generations;

  /** The hash of {@code body} as the service writes it. */
  static String crc32c(Bytes body) {
    CRC32C crc = new CRC32C();
    body.updateChecksum(crc);
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  synchronized Kept get(String name) {
    Kept kept = objects.get(name);
    if (kept == null) {
      throw new Refusal(404, "notFound", "No such object: " + name);
    }
    return kept;
  }

  synchronized Kept insert(
      String name, Bytes body, @Nullable String crc, @Nullable Long ifGenerationMatch) {
    if (crc != null && !crc.equals(crc32c(body))) {
      throw new Refusal(400, "invalid", "Provided CRC32C doesn't match calculated CRC32C");
    }
    Kept before = objects.get(name);
    if (ifGenerationMatch != null
        && ifGenerationMatch != (before == null ? 0 : before.generation())) {
      throw new Refusal(412, "conditionNotMet", "At least one of the pre-conditions did not hold");
    }
    Kept kept = new Kept(body, ++generations, Instant.ofEpochMilli(1_800_000_000_000L));
    objects.put(name, kept);
    return kept;
  }

  synchronized void delete(String name) {
    get(name);
    objects.remove(name);
  }

  synchronized JsonObject list(String prefix, String startOffset, String token, int limit) {
    JsonArray items = new JsonArray();
    JsonObject answer = new JsonObject();
    NavigableMap<String, Kept> rest =
        token.isEmpty() ? objects.tailMap(startOffset, true) : objects.tailMap(token, false);
    String last = "";
    for (var entry : rest.entrySet()) {
      if (entry.getKey().startsWith(prefix)) {
        if (items.size() == limit) {
          answer.addProperty("nextPageToken", last);
          break;
        }
        last = entry.getKey();
        items.add(entry.getValue().describe(last));
      }
    }
    if (!items.isEmpty()) {
      answer.add("items", items);
    }
    return answer;
  }
}
