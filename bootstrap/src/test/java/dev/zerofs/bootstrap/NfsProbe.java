package dev.zerofs.bootstrap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * As much of an NFS client as it takes to see that a server serves (RFC 1813, RFC 5531): mounts the
 * root as the superuser, makes directories, looks them up, and sends calls that it can repeat byte
 * by byte.
 */
final class NfsProbe implements AutoCloseable {

  private static final int MOUNT = 100_005;
  private static final int NFS = 100_003;
  private static final int VERSION = 3;
  private static final int MOUNT_MNT = 1;
  private static final int NFS_LOOKUP = 3;
  private static final int NFS_MKDIR = 9;
  private static final int NFS_CREATE = 8;
  private static final int NFS_REMOVE = 12;
  private static final int NFS_RENAME = 14;
  private static final int NFS_LINK = 15;
  private static final int GUARDED = 1;
  private static final int LAST_FRAGMENT = 1 << 31;
  private static final int TIMEOUT_MILLIS = 30_000;

  private final Socket socket;
  private final byte[] root;
  private int xid;

  NfsProbe(int port) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    DataInputStream reply = call(MOUNT, MOUNT_MNT, out -> writeOpaque(out, text("/")));
    assertEquals(0, reply.readInt(), "status of MNT");
    this.root = reply.readNBytes(reply.readInt());
  }

  /** Makes a directory in the root and tells the status, 0 for OK. */
  int makeDirectory(String name) throws IOException {
    return status(mkdir(name));
  }

  /** Looks a name up in the root and tells the status, 0 for OK. */
  int lookup(String name) throws IOException {
    return call(NFS, NFS_LOOKUP, out -> writeName(out, name)).readInt();
  }

  /** The handle of a name in the root. */
  byte[] handle(String name) throws IOException {
    DataInputStream reply = call(NFS, NFS_LOOKUP, out -> writeName(out, name));
    assertEquals(0, reply.readInt(), "status of LOOKUP");
    return reply.readNBytes(reply.readInt());
  }

  /** A call that makes a directory in the root. */
  byte[] mkdir(String name) throws IOException {
    return message(
        NFS,
        NFS_MKDIR,
        out -> {
          writeName(out, name);
          writeNoAttributes(out);
        });
  }

  /** A call that makes a file in the root, which must not be there. */
  byte[] create(String name) throws IOException {
    return message(
        NFS,
        NFS_CREATE,
        out -> {
          writeName(out, name);
          out.writeInt(GUARDED);
          writeNoAttributes(out);
        });
  }

  /** A call that removes a name from the root. */
  byte[] remove(String name) throws IOException {
    return message(NFS, NFS_REMOVE, out -> writeName(out, name));
  }

  /** A call that gives a name in the root another one there. */
  byte[] rename(String from, String to) throws IOException {
    return message(
        NFS,
        NFS_RENAME,
        out -> {
          writeName(out, from);
          writeName(out, to);
        });
  }

  /** A call that gives a file a further name in the root. */
  byte[] link(byte[] file, String name) throws IOException {
    return message(
        NFS,
        NFS_LINK,
        out -> {
          writeOpaque(out, file);
          writeName(out, name);
        });
  }

  /** Sends a call and tells its status, 0 for OK. */
  int status(byte[] message) throws IOException {
    return results(exchange(message)).readInt();
  }

  /** Sends a call and returns the whole reply. */
  byte[] exchange(byte[] message) throws IOException {
    send(message);
    DataInputStream in = new DataInputStream(socket.getInputStream());
    byte[] reply = in.readNBytes(in.readInt() & ~LAST_FRAGMENT);
    assertArrayEquals(
        Arrays.copyOf(message, Integer.BYTES), Arrays.copyOf(reply, Integer.BYTES), "xid");
    return reply;
  }

  /** Sends a call and waits for nothing. */
  void send(byte[] message) throws IOException {
    DataOutputStream sent = new DataOutputStream(socket.getOutputStream());
    sent.writeInt(LAST_FRAGMENT | message.length);
    sent.write(message);
    sent.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  @FunctionalInterface
  private interface Arguments {
    void writeTo(DataOutputStream out) throws IOException;
  }

  private DataInputStream call(int program, int procedure, Arguments arguments) throws IOException {
    return results(exchange(message(program, procedure, arguments)));
  }

  private byte[] message(int program, int procedure, Arguments arguments) throws IOException {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(record);
    for (int word : new int[] {++xid, 0, 2, program, VERSION, procedure}) {
      out.writeInt(word);
    }
    out.writeInt(1); // AUTH_SYS: stamp, machine name, uid, gid, no groups
    writeOpaque(out, new byte[5 * Integer.BYTES]);
    out.writeLong(0); // AUTH_NONE
    arguments.writeTo(out);
    return record.toByteArray();
  }

  private static DataInputStream results(byte[] reply) throws IOException {
    DataInputStream body = new DataInputStream(new ByteArrayInputStream(reply));
    body.readInt(); // the xid
    assertEquals(1, body.readInt(), "message type: reply");
    assertEquals(0, body.readInt(), "reply status: accepted");
    assertEquals(0, body.readLong(), "verifier: AUTH_NONE");
    assertEquals(0, body.readInt(), "accept status: success");
    return body;
  }

  private void writeName(DataOutputStream out, String name) throws IOException {
    writeOpaque(out, root);
    writeOpaque(out, text(name));
  }

  private static void writeNoAttributes(DataOutputStream out) throws IOException {
    out.write(new byte[6 * Integer.BYTES]); // sattr3 that sets nothing
  }

  private static void writeOpaque(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
    out.write(new byte[-bytes.length & 3]);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
