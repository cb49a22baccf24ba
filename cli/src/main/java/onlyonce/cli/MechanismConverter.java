package onlyonce.cli;

import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads mechanisms by their names. */
final class MechanismConverter implements ITypeConverter<Mechanism> {
  @Override
  public Mechanism convert(String text) {
    return Arrays.stream(Mechanism.values())
        .filter(mechanism -> mechanism.label().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "\"%s\" is no mechanism that can be left out; there are: %s"
                        .formatted(text, Mechanism.labels())));
  }
}
