package dev.zerofs.lsm.compaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.zerofs.lsm.entry.SstId;
import dev.zerofs.lsm.manifest.Run;
import dev.zerofs.lsm.manifest.SstMeta;
import dev.zerofs.lsm.manifest.TableSpace;
import dev.zerofs.ports.bytes.Bytes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Merges beside each other. */
final class RunClaimsTest {

  private final RunClaims claims = new RunClaims(new CompactionPolicy(2, 8, 1 << 20));
  private long nextId;

  private Run run(long sizeBytes) {
    SstId id = new SstId(1, nextId++);
    return new Run(
        List.of(
            new SstMeta(
                0, id, sizeBytes, Bytes.EMPTY, Bytes.utf8("z"), 1, 0, 1, 1, TableSpace.NONE)));
  }

  private RunClaims.Claim claim(List<Run> runs) {
    return claims.claim(() -> runs).orElseThrow();
  }

  @Test
  void onlyAMergeWithTheOldestRunIsAtTheBottom() {
    Run newest = run(10);
    Run newer = run(10);
    Run oldest = run(1000);
    assertEquals(
        new RunClaims.Claim(List.of(newest, newer), false), claim(List.of(newest, newer, oldest)));
    assertTrue(
        new RunClaims(new CompactionPolicy(2, 8, 1 << 20))
            .claim(() -> List.of(newest, newer))
            .orElseThrow()
            .bottom());
  }

  /** What it deletes may lie in the run that is being merged still, or in what that becomes. */
  @Test
  void aMergeAboveAnotherIsNotAtTheBottomThoughNoFreeRunIsOlder() {
    List<Run> old = List.of(run(10), run(10));
    assertTrue(claim(old).bottom());
    Run newest = run(10);
    Run newer = run(10);
    List<Run> all = List.of(newest, newer, old.get(0), old.get(1));
    assertEquals(new RunClaims.Claim(List.of(newest, newer), false), claim(all));
    assertEquals(Optional.empty(), claims.claim(() -> all));
  }

  @Test
  void whatWasReleasedIsClaimedAgain() {
    List<Run> runs = List.of(run(10), run(10));
    RunClaims.Claim first = claim(runs);
    assertEquals(Optional.empty(), claims.claim(() -> runs));
    claims.release(first.inputs());
    assertEquals(first, claim(runs));
  }
}
