package dev.zerofs.bootstrap.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentVariablesTest {

  @Test
  void everyKeyHasAVariable() {
    assertEquals("ZEROFS_NFS_LISTEN", EnvironmentVariables.variableOf("nfs.listen"));
    assertEquals(
        "ZEROFS_S3_SECRET_ACCESS_KEY", EnvironmentVariables.variableOf("s3.secret-access-key"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ZEROFS_JAVA_HOME",
        "ZEROFS_JAVA_OPTS",
        "ZEROFS_SERVICE_HOST",
        "ZEROFS_SERVICE_PORT",
        "ZEROFS_SERVICE_PORT_NFS",
        "ZEROFS_PORT",
        "ZEROFS_PORT_2049_TCP",
        "ZEROFS_PORT_2049_TCP_ADDR",
        "ZEROFS_BACKUP_SERVICE_HOST",
        "ZEROFS_BACKUP_PORT_2049_TCP_PROTO",
        "ZEROFSX",
        "PATH",
      })
  void variablesOfOthersAreLeftAlone(String variable) {
    assertEquals(
        Map.of(),
        EnvironmentVariables.read(
            Map.of(variable, "tcp://10.0.0.1"), Samples.known(), Mistakes.FIRST));
  }

  @Test
  void anEmptyVariableIsNotSet() {
    assertTrue(
        EnvironmentVariables.read(Map.of("ZEROFS_ENGINE", " "), Samples.known(), Mistakes.FIRST)
            .isEmpty());
  }
}
