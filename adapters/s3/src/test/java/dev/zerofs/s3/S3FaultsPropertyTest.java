package dev.zerofs.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectPage;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.objectstore.ObjectStoreException.NotFound;
import dev.zerofs.ports.objectstore.ObjectStoreException.OutcomeUnknown;
import dev.zerofs.ports.objectstore.ObjectStoreException.PreconditionFailed;
import dev.zerofs.ports.objectstore.ObjectStoreException.Transient;
import dev.zerofs.ports.objectstore.ObjectSummary;
import dev.zerofs.ports.random.Seeds;
import dev.zerofs.ports.time.ManualClock;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random operations over a wire that fails before and after the effect: what the adapter says
 * happened, happened, and what it says did not, did not. A model keeps for every key what may be
 * there; every body is written once, so nothing can be taken for something else.
 */
@Timeout(300)
final class S3FaultsPropertyTest {

  private static final List<ObjectKey> KEYS =
      IntStream.range(0, 8).mapToObj(i -> new ObjectKey("k/" + i)).toList();

  private static final AtomicReference<S3ProxyServer> SERVER = new AtomicReference<>();

  @BeforeAll
  static void startServer() throws Exception {
    SERVER.set(S3ProxyServer.start());
  }

  @AfterAll
  static void stopServer() throws Exception {
    server().close();
  }

  private static S3ProxyServer server() {
    return Objects.requireNonNull(SERVER.get());
  }

  @Test
  void nothingIsLostAndNothingDoneTwice() {
    Seeds.forEach(2, seed -> new Run(seed).run(300));
  }

  /** One store, its wire and its model. */
  private static final class Run {

    private final Random random;
    private final FaultyWire wire;
    private final ObjectStore store;

    /** What may be there; empty for nothing. */
    private final Map<ObjectKey, Set<Optional<Bytes>>> possible = new HashMap<>();

    private int unknown;

    Run(long seed) {
      this.random = new Random(seed);
      String bucket = "bucket-" + Long.toHexString(seed);
      server().createBucket(bucket);
      AtomicReference<FaultyWire> made = new AtomicReference<>();
      S3ObjectStoreProvider provider =
          new S3ObjectStoreProvider(
              http -> {
                FaultyWire faulty = new FaultyWire(http, seed);
                made.set(faulty);
                return faulty;
              });
      this.store =
          provider.open(
              URI.create("s3://" + bucket),
              // Two tries, so that failures of both kinds come through often.
              server().settings(Map.of("s3.attempts-max", "2")),
              new ManualClock());
      this.wire = Objects.requireNonNull(made.get());
      wire.beginToFail(); // two failures in a row would have ended the opening
      KEYS.forEach(key -> possible.put(key, new HashSet<>(Set.of(Optional.empty()))));
    }

    void run(int operations) {
      try (store) {
        // A rare run has had no uncertain answer by then.
        for (int i = 0; i < operations || (unknown == 0 && i < 10 * operations); i++) {
          step(
              KEYS.get(random.nextInt(KEYS.size())), Bytes.utf8("body " + i + " " + "x".repeat(i)));
        }
        KEYS.forEach(this::settle);
      }
      assertTrue(wire.faults() > operations / 20, wire.faults() + " faults");
      assertTrue(unknown > 0, "no write ended without a certain answer");
    }

    private Set<Optional<Bytes>> states(ObjectKey key) {
      return Objects.requireNonNull(possible.get(key));
    }

    private void step(ObjectKey key, Bytes body) {
      try {
        switch (random.nextInt(8)) {
          case 0, 1 -> put(key, body);
          case 2, 3 -> putIfAbsent(key, body);
          case 4 -> get(key);
          case 5 -> head(key);
          case 6 -> list();
          default -> delete(key);
        }
      } catch (Transient _) {
        // Nothing has changed.
      }
    }

    private void put(ObjectKey key, Bytes body) {
      try {
        store.put(key, body);
        become(key, Optional.of(body));
      } catch (OutcomeUnknown _) {
        unknown++;
        states(key).add(Optional.of(body));
      }
    }

    private void putIfAbsent(ObjectKey key, Bytes body) {
      try {
        store.putIfAbsent(key, body);
        assertTrue(states(key).contains(Optional.empty()), key + " was created although there");
        become(key, Optional.of(body));
      } catch (PreconditionFailed _) {
        states(key).remove(Optional.empty());
        assertTrue(!states(key).isEmpty(), key + " is not there, but exists");
      } catch (OutcomeUnknown _) {
        unknown++;
        if (states(key).contains(Optional.empty())) {
          states(key).add(Optional.of(body));
        }
      }
    }

    private void delete(ObjectKey key) {
      try {
        if (random.nextBoolean()) {
          store.delete(key);
        } else {
          store.deleteAll(List.of(key));
        }
        become(key, Optional.empty());
      } catch (OutcomeUnknown _) {
        unknown++;
        states(key).add(Optional.empty());
      }
    }

    private void get(ObjectKey key) {
      Optional<Bytes> found;
      try {
        found = Optional.of(store.get(key));
      } catch (NotFound _) {
        found = Optional.empty();
      }
      assertTrue(states(key).contains(found), key + " is " + found);
      become(key, found);
    }

    private void head(ObjectKey key) {
      keepOfSize(key, Optional.ofNullable(store.head(key)).map(ObjectSummary::sizeBytes));
    }

    private void list() {
      ObjectPage page = store.list("k/", null, KEYS.size());
      Map<ObjectKey, Long> sizes = new HashMap<>();
      page.objects().forEach(object -> sizes.put(object.key(), object.sizeBytes()));
      KEYS.forEach(key -> keepOfSize(key, Optional.ofNullable(sizes.get(key))));
    }

    private void keepOfSize(ObjectKey key, Optional<Long> size) {
      states(key).removeIf(state -> !state.map(body -> (long) body.length()).equals(size));
      assertTrue(!states(key).isEmpty(), key + " has " + size + " bytes, which nobody wrote");
    }

    private void become(ObjectKey key, Optional<Bytes> state) {
      possible.put(key, new HashSet<>(Set.of(state)));
    }

    private void settle(ObjectKey key) {
      for (int i = 0; i < 20; i++) {
        try {
          get(key);
          assertEquals(1, states(key).size());
          return;
        } catch (ObjectStoreException.Transient _) {
          // To be tried again.
        }
      }
      throw new AssertionError(key + " cannot be read");
    }
  }
}
