package dev.zerofs.sftp;

import java.io.IOException;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.sftp.client.RawSftpClient;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.extensions.helpers.AbstractSftpClientExtension;
import org.apache.sshd.sftp.client.impl.AbstractSftpClient;

/** The client's side of {@code hardlink@openssh.com}, which the library has for servers alone. */
final class HardLink extends AbstractSftpClientExtension {

  static final String NAME = "hardlink@openssh.com";

  HardLink(AbstractSftpClient client) {
    this(client, client);
  }

  private HardLink(SftpClient client, RawSftpClient raw) {
    super(NAME, client, raw, client.getServerExtensions());
  }

  /** Gives {@code existing} a second name, which must not be taken. */
  void link(String existing, String name) throws IOException {
    Buffer request = getCommandBuffer(existing.length() + name.length() + 2 * Integer.BYTES);
    request.putString(existing);
    request.putString(name);
    sendAndCheckExtendedCommandStatus(request);
  }
}
