package onlyonce.cli;

import java.util.Locale;
import onlyonce.cli.failover.Isolation;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code kill} or {@code cut-off}. */
final class IsolationConverter implements ITypeConverter<Isolation> {
  @Override
  public Isolation convert(String value) {
    for (Isolation isolation : Isolation.values()) {
      if (isolation.toString().equals(value.toLowerCase(Locale.ROOT))) {
        return isolation;
      }
    }
    throw new TypeConversionException("\"" + value + "\" is neither kill nor cut-off");
  }
}
