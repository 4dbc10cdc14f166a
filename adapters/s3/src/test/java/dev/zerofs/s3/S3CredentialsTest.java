package dev.zerofs.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The kinds of credentials that the SDK's chain finds in profiles, and what is told if not. */
@Timeout(60)
final class S3CredentialsTest {

  private static final String ROLE = "arn:aws:iam::123456789012:role/zerofs";

  /** A region that Amazon has not, so that no test reaches its services. */
  private static final String NOWHERE = "nowhere-1";

  @TempDir private Path directory = Path.of("set by JUnit");

  private final Map<String, @Nullable String> before = new HashMap<>();

  @BeforeEach
  void useProfilesOfThisTestAlone() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "a-token");
    Path config =
        Files.writeString(
            directory.resolve("config"),
            """
            [profile web]
            role_arn = %1$s
            web_identity_token_file = %2$s
            region = nowhere-1
            [profile role]
            role_arn = %1$s
            source_profile = keys
            region = nowhere-1
            [profile keys]
            aws_access_key_id = an-id
            aws_secret_access_key = a-secret
            [profile sso]
            sso_session = corporation
            sso_account_id = 123456789012
            sso_role_name = zerofs
            [sso-session corporation]
            sso_region = nowhere-1
            sso_start_url = https://corporation.awsapps.example/start
            [profile login]
            login_session = arn:aws:sts::123456789012:user/somebody
            region = nowhere-1
            """
                .formatted(ROLE, token));
    set("aws.configFile", config.toString());
    set("aws.sharedCredentialsFile", directory.resolve("none").toString());
    set("aws.disableEc2Metadata", "true");
    set("aws.region", NOWHERE);
  }

  private void set(String property, String value) {
    before.put(property, System.getProperty(property));
    System.setProperty(property, value);
  }

  @AfterEach
  void restore() {
    before.forEach(
        (property, value) -> {
          if (value == null) {
            System.clearProperty(property);
          } else {
            System.setProperty(property, value);
          }
        });
  }

  private static String refusal(String profile) {
    try (CredentialChain chain = new CredentialChain(Optional.of(profile))) {
      String message =
          String.valueOf(
              assertThrows(SdkClientException.class, chain::resolveCredentials).getMessage());
      assertTrue(message.startsWith("no credentials: "), message);
      assertTrue(message.contains("profile '" + profile + "': "), message);
      assertTrue(message.length() < 600, message);
      assertFalse(message.contains("class path"), message);
      return message;
    }
  }

  @Test
  void aTokenServiceThatIsNotThereIsTold() {
    for (String profile : List.of("web", "role")) {
      String message = refusal(profile);
      assertTrue(message.contains("sts." + NOWHERE), message);
    }
  }

  @Test
  void aSignOnThatHasNotHappenedIsTold() {
    String message = refusal("sso");
    assertTrue(message.contains("SSO") || message.contains("token"), message);
    refusal("login");
  }

  @Test
  void aProfileThatIsNotThereIsTold() {
    assertTrue(refusal("nobody").contains("no credentials for profile 'nobody'"));
  }

  @Test
  void keysInAProfileAreFound() {
    try (CredentialChain chain = new CredentialChain(Optional.of("keys"))) {
      assertEquals("an-id", chain.resolveCredentials().accessKeyId());
    }
  }
}
