package dev.zerofs.lsm;

import dev.zerofs.lsm.cache.DiskCache;
import dev.zerofs.lsm.journal.SpentFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Makes files of the journal files of the disk cache.
 *
 * @param disk the cache
 */
record JournalCache(DiskCache disk) implements SpentFiles {

  @Override
  public boolean takesAny() {
    return disk.takesFiles();
  }

  @Override
  public boolean offer(Path file, long sizeBytes) {
    return disk.offerFile(file, sizeBytes);
  }

  @Override
  public void reused(Path file) {
    disk.takeBackFile(file);
  }

  @Override
  public boolean hasSpare() {
    return disk.hasSpareFile();
  }

  @Override
  public @Nullable Path spare() {
    return disk.spareFile();
  }

  @Override
  public void settle() {
    disk.settleFiles();
  }
}
