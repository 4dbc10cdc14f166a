package dev.zerofs.bootstrap.configuration;

import java.io.Reader;
import java.io.Writer;
import org.apache.commons.configuration2.AbstractYAMLBasedConfiguration;
import org.apache.commons.configuration2.FileBasedConfiguration;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML whose scalars stay the text that was written. YAML's own guesses would turn {@code off} into
 * a boolean and {@code 1:30} into 90 before the setting's parser sees them.
 */
final class TextualYaml extends AbstractYAMLBasedConfiguration implements FileBasedConfiguration {

  @Override
  public void read(Reader in) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    DumperOptions dumping = new DumperOptions();
    Yaml yaml =
        new Yaml(
            new SafeConstructor(options),
            new Representer(dumping),
            dumping,
            options,
            new NothingImplied());
    load(yaml.load(in));
  }

  @Override
  public void write(Writer out) {
    throw new UnsupportedOperationException("configuration is only read");
  }

  private static final class NothingImplied extends Resolver {
    @Override
    protected void addImplicitResolvers() {
      // Every plain scalar is text.
    }
  }
}
