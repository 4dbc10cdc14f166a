package dev.zerofs.lsm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.KeyValueStore;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.random.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Every object of a volume lost or changed in turn: a check names it, or nothing is lost by it. */
final class DamageSim {

  private static final int SEEDS = Integer.getInteger("zerofs.sim.seeds", 40) / 20;

  /** An object is damaged in so many places, one after the other; a smaller one in every byte. */
  private static final int PLACES_MAX = Integer.getInteger("zerofs.sim.places", 12);

  private static Damaged volume(long seed) {
    Damaged volume = new Damaged(new Random(seed));
    volume.live(15, null, false);
    volume.live(15, "checkpoint", false);
    volume.live(15, null, true);
    volume.live(10, null, true);
    return volume;
  }

  @Test
  void aWholeVolumeIsSound() {
    Seeds.forEach(
        10 * SEEDS,
        seed -> {
          Damaged volume = volume(seed);
          Damaged.Checked deep = volume.check(true);
          assertEquals("[]", deep.findings().toString());
          assertTrue(deep.summary().tableCount() > 1, deep.summary()::toString);
          assertTrue(deep.summary().fenceCount() == 2, deep.summary()::toString);
          assertTrue(deep.summary().frameCount() > 0, deep.summary()::toString);
          assertEquals("[]", volume.check(false).findings().toString());
        });
  }

  @Test
  void aLostObjectIsNamedOrNothingIsLost() {
    Seeds.forEach(
        SEEDS,
        seed -> {
          Damaged volume = volume(seed);
          int found = 0;
          for (ObjectKey key : volume.keys()) {
            ObjectStore copy = volume.copy();
            copy.delete(key);
            if (volume.check(copy, false).blames(key)) {
              found++;
            } else {
              assertFalse(volume.tables().contains(key), () -> key + " is not missed");
              requireWhole(volume, copy, key);
            }
          }
          assertTrue(found > 15, found + " found");
        });
  }

  @Test
  void ofAKilledWriterOnlyItsLastSegmentCanGetLostUnnoticed() {
    Seeds.forEach(
        SEEDS,
        seed -> {
          Damaged volume = volume(seed);
          volume.live(12, null, false);
          assertEquals("[]", volume.check(true).findings().toString());
          ObjectKey last = volume.lastSegment();
          for (ObjectKey key : volume.keys()) {
            ObjectStore copy = volume.copy();
            copy.delete(key);
            Damaged.Checked checked = volume.check(copy, false);
            // Without the newest manifest the one before misses what has been deleted since.
            boolean told =
                checked.names(key)
                    || key.value().startsWith("manifest/") && !checked.findings().isEmpty();
            if (!told && !key.equals(last)) {
              requireWhole(volume, copy, key);
            }
          }
        });
  }

  private static void requireWhole(Damaged volume, ObjectStore copy, ObjectKey without) {
    Random random = new Random(1);
    SimProcess process = new SimProcess(copy, volume.clock(), Damaged.options(), random);
    KeyValueStore store = process.open();
    try {
      volume.now().requireSame(store, random);
    } catch (AssertionError e) {
      throw new AssertionError("without " + without + ": " + e.getMessage(), e);
    }
    process.view().crash();
  }

  @Test
  void aBitThatIsTurnedOverIsNamed() {
    Seeds.forEach(
        SEEDS,
        seed -> {
          Damaged volume = volume(seed);
          Random random = new Random(seed);
          for (ObjectKey key : volume.keys()) {
            // A table that no manifest names is garbage, which nobody reads.
            if (volume.tables().contains(key) || !key.value().startsWith("sst/")) {
              turnBits(volume, key, random);
            }
          }
        });
  }

  @Test
  void anObjectOfAnotherBucketIsNamed() {
    Seeds.forEach(
        SEEDS,
        seed -> {
          Damaged volume = volume(seed);
          Damaged other = volume(~seed);
          for (ObjectKey key : other.keys()) {
            // What nothing needs is looked at in the log alone: fences have no writer but a later.
            if (volume.tables().contains(key) || volume.isNeededLog(key)) {
              Bytes sound = volume.objects().get(key);
              volume.objects().put(key, other.objects().get(key));
              assertTrue(volume.check(true).names(key), () -> key + " is of another bucket");
              volume.objects().put(key, sound);
            }
          }
        });
  }

  private static void turnBits(Damaged volume, ObjectKey key, Random random) {
    Bytes sound = volume.objects().get(key);
    int tries = Math.min(sound.length(), PLACES_MAX);
    for (int i = 0; i < tries; i++) {
      int index = tries == sound.length() ? i : random.nextInt(sound.length());
      volume.objects().put(key, volume.flipped(key, index));
      Damaged.Checked deep = volume.check(true);
      assertTrue(deep.names(key), () -> key + " at " + index + ": " + deep.findings());
      if (!key.value().startsWith("log/")) {
        assertTrue(volume.check(false).names(key), () -> key + " at " + index);
      }
      volume.objects().put(key, sound);
    }
  }
}
