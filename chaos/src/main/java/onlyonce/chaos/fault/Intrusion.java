package onlyonce.chaos.fault;

import java.util.Optional;

/**
 * An intruder's records that must all be refused; there is nothing to mend.
 *
 * @param struck what was written
 */
record Intrusion(String struck, RefusedLetters letters) implements Wound {
  @Override
  public String target() {
    return Intruder.TARGET;
  }

  @Override
  public Optional<String> observe() {
    return letters.all();
  }

  @Override
  public String heal() {
    return "nothing to mend";
  }

  @Override
  public Optional<String> observeHealed() {
    return Optional.of("");
  }
}
