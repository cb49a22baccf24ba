package onlyonce.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 10%} or {@code 2.5%}. */
final class PercentConverter implements ITypeConverter<Double> {
  private static final Pattern FORMAT = Pattern.compile("\\d{1,6}(\\.\\d{1,6})?%");

  @Override
  public Double convert(String text) {
    if (!FORMAT.matcher(text).matches()) {
      throw new TypeConversionException("\"" + text + "\" is no percentage; write 10% or 2.5%");
    }
    return Double.valueOf(text.substring(0, text.length() - 1));
  }
}
