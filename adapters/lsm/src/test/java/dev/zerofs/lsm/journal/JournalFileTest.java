package dev.zerofs.lsm.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When blocks of a file are written that no record needs yet. */
final class JournalFileTest {

  private static final int SIZE = 1 << 20;
  private static final int RECORD = 5_000;
  private static final int AHEAD = 256 << 10;

  @TempDir private Path directory = Path.of("set by JUnit");

  private Path path() {
    return directory.resolve("file");
  }

  private static void append(JournalFile file, boolean isSmall) throws IOException {
    byte[] record = new byte[RECORD];
    Arrays.fill(record, (byte) 7);
    file.append(ByteBuffer.wrap(record), 1);
    file.force(isSmall);
  }

  @Test
  void blocksAreWrittenAheadOfSmallGroupsThatFollowEachOther() throws IOException {
    try (JournalFile file = JournalFile.createSparse(path(), 1, SIZE)) {
      append(file, true);
      assertEquals(file.position(), file.writtenBlocks(), "one small group may be alone");
      append(file, true);
      long ahead = file.position() + AHEAD;
      assertEquals(ahead, file.writtenBlocks());
      while (file.position() + RECORD < ahead) {
        append(file, true);
        assertEquals(ahead, file.writtenBlocks());
      }
      append(file, true);
      assertEquals(file.position() + AHEAD, file.writtenBlocks());
    }
  }

  @Test
  void theyAreZerosAndEndWithTheFile() throws IOException {
    long end;
    try (JournalFile file = JournalFile.createSparse(path(), 1, SIZE)) {
      while (file.roomBytes() >= RECORD) {
        append(file, true);
      }
      end = file.position();
      assertEquals(SIZE, file.writtenBlocks());
    }
    byte[] content = Files.readAllBytes(path());
    assertEquals(SIZE, content.length);
    byte[] rest = Arrays.copyOfRange(content, (int) end, SIZE);
    assertArrayEquals(new byte[rest.length], rest);
    assertEquals(7, content[(int) end - 1]);
  }

  @Test
  void largeGroupsHaveNoneWrittenAhead() throws IOException {
    try (JournalFile file = JournalFile.createSparse(path(), 1, SIZE)) {
      append(file, false);
      append(file, true);
      append(file, false);
      append(file, false);
      assertEquals(file.position(), file.writtenBlocks());
    }
  }

  @Test
  void aFileThatIsWrittenAlreadyHasThemAll() throws IOException {
    try (JournalFile file = JournalFile.create(path(), 1, SIZE)) {
      append(file, true);
      append(file, true);
      assertEquals(SIZE, file.writtenBlocks());
    }
    try (JournalFile file = JournalFile.reuse(path(), 2, SIZE)) {
      assertEquals(SIZE, file.writtenBlocks());
    }
  }
}
