package dev.zerofs.sftp;

import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** The contract against the server that the library brings. */
final class SftpObjectStoreTest extends SftpContract {

  @Override
  protected SubsystemFactory subsystem() {
    return new SftpSubsystemFactory();
  }
}
