package dev.zerofs.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The authorities whose certificates are believed: the machine's own and those of a file. */
final class TrustedAuthorities {

  /** More than all the authorities of the world take. */
  private static final long FILE_BYTES_MAX = 16L << 20;

  private TrustedAuthorities() {}

  /**
   * The JVM's authorities and those in {@code file}, a sequence of PEM certificates.
   *
   * @throws IOException if the file cannot be read
   * @throws CertificateException if it does not hold certificates
   */
  static TrustManager[] with(Path file) throws IOException, CertificateException {
    Collection<? extends Certificate> given = certificates(file);
    try {
      KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
      all.load(null, null);
      int count = 0;
      for (TrustManager manager : managers(null)) {
        if (manager instanceof X509TrustManager ours) {
          for (X509Certificate authority : ours.getAcceptedIssuers()) {
            all.setCertificateEntry("authority-" + count++, authority);
          }
        }
      }
      for (Certificate authority : given) {
        all.setCertificateEntry("authority-" + count++, authority);
      }
      return managers(all);
    } catch (CertificateException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JVM has no usable key store", e);
    }
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, CertificateException {
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw new CertificateException("more than " + FILE_BYTES_MAX + " bytes");
    }
    try (InputStream bytes = Files.newInputStream(file)) {
      var found = CertificateFactory.getInstance("X.509").generateCertificates(bytes);
      if (found.isEmpty()) {
        throw new CertificateException("no certificate");
      }
      return found;
    }
  }

  private static TrustManager[] managers(@Nullable KeyStore authorities)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(authorities);
    return Arrays.copyOf(factory.getTrustManagers(), factory.getTrustManagers().length);
  }
}
