package dev.zerofs.ports.filesystem;

import dev.zerofs.ports.bytes.Bytes;
import java.util.List;

/**
 * Data that was read.
 *
 * @param file the file's attributes
 * @param data the bytes, in pieces to be sent one after the other
 * @param lengthBytes the sum of the pieces' lengths
 * @param endOfFile whether the data ends at or after the end of the file
 */
public record ReadData(Attributes file, List<Bytes> data, int lengthBytes, boolean endOfFile) {

  /** Copies the list. */
  public ReadData {
    data = List.copyOf(data);
  }
}
