package dev.zerofs.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The SDK's default chain of credentials. When it finds none, it lists everything that was not
 * there; this tells what a person has set up and why that did not work.
 */
final class CredentialChain implements AwsCredentialsProvider, SdkAutoCloseable {

  private final DefaultCredentialsProvider chain;
  private final String profile;

  /**
   * The chain.
   *
   * @param profile empty for that of the environment
   */
  CredentialChain(Optional<String> profile) {
    DefaultCredentialsProvider.Builder builder = DefaultCredentialsProvider.builder();
    profile.ifPresent(builder::profileName);
    this.chain = builder.build();
    this.profile = profile.orElseGet(ProfileFileSystemSetting.AWS_PROFILE::getStringValueOrThrow);
  }

  @Override
  public AwsCredentials resolveCredentials() {
    try {
      return chain.resolveCredentials();
    } catch (SdkClientException e) {
      throw SdkClientException.create(explain(), e);
    }
  }

  private String explain() {
    List<String> found = new ArrayList<>();
    found.add("no credentials: none in the environment (AWS_ACCESS_KEY_ID)");
    if (SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE.getStringValue().isPresent()) {
      try (var provider = WebIdentityTokenFileCredentialsProvider.create()) {
        found.add("web identity: " + reason(provider));
      }
    }
    try (var provider = ProfileCredentialsProvider.create(profile)) {
      found.add("profile '" + profile + "': " + reason(provider));
    }
    found.add("no role of this container or machine");
    return String.join("; ", found);
  }

  private static String reason(AwsCredentialsProvider provider) {
    try {
      provider.resolveCredentials();
      return "found meanwhile";
    } catch (RuntimeException e) {
      // What follows is the SDK's view of its own objects.
      String text = String.valueOf(e.getMessage()).split(": (ProfileFile\\(|\\[software)", 2)[0];
      Throwable root = e;
      while (root.getCause() != null) {
        root = root.getCause();
      }
      return String.valueOf(e.getMessage()).contains(String.valueOf(root.getMessage()))
          ? text
          : text + " (" + root.getClass().getSimpleName() + ": " + root.getMessage() + ")";
    }
  }

  @Override
  public void close() {
    chain.close();
  }

  @Override
  public String toString() {
    return "CredentialChain(" + profile + ")";
  }
}
