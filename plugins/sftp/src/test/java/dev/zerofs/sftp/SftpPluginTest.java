package dev.zerofs.sftp;

import dev.zerofs.ports.plugin.PluginContract;

/** The classes of this plug-in. */
final class SftpPluginTest extends PluginContract {

  SftpPluginTest() {
    super(SftpProvider.class, "org.apache.sshd");
  }
}
