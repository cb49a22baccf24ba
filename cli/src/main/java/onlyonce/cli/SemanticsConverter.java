package onlyonce.cli;

import onlyonce.messages.Semantics;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads delivery semantics by their names. */
final class SemanticsConverter implements ITypeConverter<Semantics> {
  @Override
  public Semantics convert(String text) {
    return Semantics.ofLabel(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "\""
                        + text
                        + "\" names no semantics; write at-most-once, at-least-once or"
                        + " exactly-once"));
  }
}
