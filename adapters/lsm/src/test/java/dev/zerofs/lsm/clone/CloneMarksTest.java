package dev.zerofs.lsm.clone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.zerofs.lsm.clone.CloneMarks.Pin;
import dev.zerofs.lsm.format.ObjectHeader;
import dev.zerofs.lsm.format.ObjectKind;
import dev.zerofs.lsm.golden.Golden;
import dev.zerofs.lsm.layout.ObjectNames;
import dev.zerofs.memory.MemoryObjectStore;
import dev.zerofs.ports.bytes.Bytes;
import dev.zerofs.ports.keyvalue.Checkpoint;
import dev.zerofs.ports.keyvalue.CommitPosition;
import dev.zerofs.ports.objectstore.ObjectKey;
import dev.zerofs.ports.objectstore.ObjectStore;
import dev.zerofs.ports.objectstore.ObjectSummary;
import dev.zerofs.ports.time.ManualClock;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names and bodies of marks, and what is made of them. */
final class CloneMarksTest {

  private static final Checkpoint BASE = new Checkpoint("base", new CommitPosition(255), 4096);
  private static final Checkpoint LATER = new Checkpoint("base", new CommitPosition(255), 4097);

  private final ObjectStore store = new MemoryObjectStore(new ManualClock());
  private final CloneMarks marks = new CloneMarks(store, ObjectNames.at("v"), 77);

  @Test
  void aPinIsNamedAndWrittenAsEver() {
    marks.pin(BASE, new Pin("a/b", 10));
    ObjectKey name = new ObjectKey("v/clone/base.ff.1000/to/612f62.000000000000000a");
    assertEquals(List.of(name), names());
    Bytes golden = Golden.file("clone-mark-v1.bin", store.get(name));
    assertEquals(golden, store.get(name));
    assertEquals(
        new ObjectHeader(0, 255, 77), ObjectHeader.decode(ObjectKind.CLONE_MARK, golden, name));
  }

  @Test
  void pinsAndNoticesAreFoundBesideTheirOwnCheckpointAlone() {
    marks.pin(BASE, new Pin("a", 1));
    marks.pin(BASE, new Pin("a", 2));
    marks.pin(BASE, new Pin("", -1));
    marks.giveNotice(LATER, 5);
    assertEquals(List.of("", "a"), marks.clonesOf(BASE));
    assertEquals(
        new CloneMarks.Found(false, List.of(new Pin("", -1), new Pin("a", 1), new Pin("a", 2))),
        marks.find(BASE));
    assertEquals(new CloneMarks.Found(true, List.of()), marks.find(LATER));
    marks.takeNoticeBack(LATER, 5);
    marks.unpin(BASE, new Pin("a", 1));
    marks.unpin(BASE, new Pin("a", 2));
    marks.unpin(BASE, new Pin("", -1));
    assertEquals(List.of(), names());
  }

  @Test
  void whatElseLiesThereIsLeftAlone() {
    store.put(new ObjectKey("v/clone/base.ff.1000/to/xyz"), Bytes.EMPTY);
    store.put(new ObjectKey("v/clone/base.ff.1000/notes"), Bytes.EMPTY);
    assertEquals(new CloneMarks.Found(false, List.of()), marks.find(BASE));
  }

  private List<ObjectKey> names() {
    return store.list("", null, 100).objects().stream().map(ObjectSummary::key).toList();
  }
}
