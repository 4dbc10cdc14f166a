package dev.zerofs.localfs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectStoreException;
import dev.zerofs.ports.objectstore.ObjectSummary;
import dev.zerofs.ports.random.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Cuts the power, or kills the process, before any system call: what was acknowledged is there,
 * what was under way is there as a whole or not at all.
 */
final class PowerCutSim {

  private static final List<ObjectKey> KEYS =
      List.of("a", "b/1", "b/2", "b/c", "b/c/1", "b/c/2", "d/e", "d/e/f/1", "d/e/f/2", "g-1")
          .stream()
          .map(ObjectKey::new)
          .toList();

  private static final class PowerCut extends Error {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void acknowledgedChangesSurviveAndNoneIsHalfDone() {
    Seeds.forEach(300, seed -> new Run(seed).run());
  }

  private static final class Run {
    private final Random random;
    private final VolatileFiles files = new VolatileFiles();

    /** What is certainly there, and what the call under way may have made of it. */
    private final Map<ObjectKey, Bytes> acknowledged = new TreeMap<>();

    private final Map<ObjectKey, @Nullable Bytes> underWay = new TreeMap<>();
    private int callsLeft;

    Run(long seed) {
      random = new Random(seed);
      files.hook(
          (_, _) -> {
            if (callsLeft-- == 0) {
              throw new PowerCut();
            }
          });
    }

    void run() {
      for (int cut = 0; cut < 4; cut++) {
        callsLeft = random.nextInt(400);
        try {
          ObjectStore store = open();
          while (true) {
            change(store);
            underWay.clear();
          }
        } catch (PowerCut _) {
          // Now and then it is the process alone that dies, and what it left is not yet durable.
          if (random.nextInt(3) > 0) {
            files.cutPower(random);
          }
        }
        callsLeft = Integer.MAX_VALUE;
        learn(open());
      }
    }

    private ObjectStore open() {
      return LocalObjectStore.open(VolatileFiles.ROOT, files);
    }

    private void change(ObjectStore store) {
      ObjectKey key = anyKey();
      switch (random.nextInt(4)) {
        case 0 -> unlessInTheWay(() -> put(store, key));
        case 1 -> unlessInTheWay(() -> putIfAbsent(store, key));
        case 2 -> {
          underWay.put(key, null);
          store.delete(key);
          acknowledged.remove(key);
        }
        default -> {
          Set<ObjectKey> keys = new HashSet<>(List.of(key, anyKey(), anyKey()));
          keys.forEach(k -> underWay.put(k, null));
          store.deleteAll(keys);
          acknowledged.keySet().removeAll(keys);
        }
      }
    }

    /** A directory of objects refuses to be one, and the other way round. */
    private static void unlessInTheWay(Runnable put) {
      try {
        put.run();
      } catch (ObjectStoreException.Fatal _) {
        // Nothing has changed, as the next look will show.
      }
    }

    private void put(ObjectStore store, ObjectKey key) {
      Bytes body = anyBody();
      underWay.put(key, body);
      store.put(key, body);
      acknowledged.put(key, body);
    }

    private void putIfAbsent(ObjectStore store, ObjectKey key) {
      Bytes body = anyBody();
      if (!acknowledged.containsKey(key)) {
        underWay.put(key, body);
      }
      try {
        store.putIfAbsent(key, body);
        assertTrue(acknowledged.put(key, body) == null, "replaced " + key);
      } catch (ObjectStoreException.PreconditionFailed _) {
        assertTrue(acknowledged.containsKey(key), "there was no " + key);
      }
    }

    /** Checks what survived, and goes on from there. */
    private void learn(ObjectStore store) {
      List<ObjectKey> listed =
          store.list("", null, 100).objects().stream().map(ObjectSummary::key).toList();
      List<ObjectKey> found = new ArrayList<>();
      for (ObjectKey key : KEYS) {
        Bytes body = store.head(key) == null ? null : store.get(key);
        Bytes before = acknowledged.get(key);
        boolean asBefore = body == null ? before == null : body.equals(before);
        boolean asChanged =
            underWay.containsKey(key)
                && (body == null ? underWay.get(key) == null : body.equals(underWay.get(key)));
        assertTrue(asBefore || asChanged, key + " is " + body + ", was " + before);
        if (body == null) {
          acknowledged.remove(key);
        } else {
          acknowledged.put(key, body);
          found.add(key);
        }
      }
      assertEquals(found.stream().sorted().toList(), listed);
      underWay.clear();
    }

    private ObjectKey anyKey() {
      return KEYS.get(random.nextInt(KEYS.size()));
    }

    private Bytes anyBody() {
      byte[] body = new byte[random.nextInt(20)];
      random.nextBytes(body);
      return Bytes.wrap(body);
    }
  }
}
