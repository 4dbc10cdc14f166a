package dev.zerofs.bootstrap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * As much of an NFS client as it takes to see that a server serves (RFC 1813, RFC 5531): mounts the
 * root as the superuser, makes directories, looks them up.
 */
final class NfsProbe implements AutoCloseable {

  private static final int MOUNT = 100_005;
  private static final int NFS = 100_003;
  private static final int VERSION = 3;
  private static final int MOUNT_MNT = 1;
  private static final int NFS_LOOKUP = 3;
  private static final int NFS_MKDIR = 9;
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
    return call(
            NFS,
            NFS_MKDIR,
            out -> {
              writeOpaque(out, root);
              writeOpaque(out, text(name));
              out.write(new byte[6 * Integer.BYTES]); // sattr3 that sets nothing
            })
        .readInt();
  }

  /** Looks a name up in the root and tells the status, 0 for OK. */
  int lookup(String name) throws IOException {
    return call(
            NFS,
            NFS_LOOKUP,
            out -> {
              writeOpaque(out, root);
              writeOpaque(out, text(name));
            })
        .readInt();
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
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(record);
    for (int word : new int[] {++xid, 0, 2, program, VERSION, procedure}) {
      out.writeInt(word);
    }
    out.writeInt(1); // AUTH_SYS: stamp, machine name, uid, gid, no groups
    writeOpaque(out, new byte[5 * Integer.BYTES]);
    out.writeLong(0); // AUTH_NONE
    arguments.writeTo(out);

    DataOutputStream sent = new DataOutputStream(socket.getOutputStream());
    sent.writeInt(LAST_FRAGMENT | record.size());
    record.writeTo(sent);
    sent.flush();

    DataInputStream reply = new DataInputStream(socket.getInputStream());
    int length = reply.readInt() & ~LAST_FRAGMENT;
    DataInputStream body = new DataInputStream(new ByteArrayInputStream(reply.readNBytes(length)));
    assertEquals(xid, body.readInt(), "xid");
    assertEquals(1, body.readInt(), "message type: reply");
    assertEquals(0, body.readInt(), "reply status: accepted");
    assertEquals(0, body.readLong(), "verifier: AUTH_NONE");
    assertEquals(0, body.readInt(), "accept status: success");
    return body;
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
