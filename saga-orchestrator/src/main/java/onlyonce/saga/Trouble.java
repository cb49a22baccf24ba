package onlyonce.saga;

import java.util.Optional;

/** Why a person may want to look at a saga. */
enum Trouble {
  /** It waits for a person. */
  PARKED((byte) 1),
  /** Its step was not answered before it had to be sent again. */
  SLOW((byte) 2);

  private final byte code;

  Trouble(byte code) {
    this.code = code;
  }

  byte code() {
    return code;
  }

  static Optional<Trouble> of(SagaState state) {
    return switch (state) {
      case Parked _ -> Optional.of(PARKED);
      case Awaiting waiting when waiting.attempt() > 1 -> Optional.of(SLOW);
      case Awaiting _, Ended _, Posted _, NotStarted _ -> Optional.empty();
    };
  }

  static Optional<Trouble> ofCode(byte code) {
    for (Trouble trouble : values()) {
      if (trouble.code == code) {
        return Optional.of(trouble);
      }
    }
    return Optional.empty();
  }
}
