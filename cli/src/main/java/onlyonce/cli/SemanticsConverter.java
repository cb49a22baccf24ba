package onlyonce.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import onlyonce.messages.Semantics;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code at-most-once}, {@code at-least-once} or {@code exactly-once}. */
final class SemanticsConverter implements ITypeConverter<Semantics> {
  @Override
  public Semantics convert(String value) {
    return Semantics.ofLabel(value)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "there are no semantics \"%s\"; there are: %s"
                        .formatted(
                            value,
                            Arrays.stream(Semantics.values())
                                .map(Semantics::label)
                                .collect(Collectors.joining(", ")))));
  }
}
