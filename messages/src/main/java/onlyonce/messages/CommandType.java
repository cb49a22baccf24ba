package onlyonce.messages;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The commands' names, and their {@code ce_type} on the wire. */
public enum CommandType {
  CONFIGURE("Configure"),
  OPEN("Open"),
  CLOSE("Close"),
  POST("Post"),
  HOLD("Hold"),
  CREDIT("Credit"),
  SETTLE("Settle"),
  RELEASE("Release");

  private static final Map<String, CommandType> BY_EVENT_TYPE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(CommandType::eventType, Function.identity()));

  private final String label;
  private final String eventType;

  CommandType(String label) {
    this.label = label;
    this.eventType = "onlyonce." + label;
  }

  /** The name in JSON, such as {@code Post}. */
  public String label() {
    return label;
  }

  /** The {@code ce_type}, such as {@code onlyonce.Post}. */
  public String eventType() {
    return eventType;
  }

  /** The type behind a {@code ce_type}, or nothing when it names no command. */
  public static Optional<CommandType> ofEventType(String eventType) {
    return Optional.ofNullable(BY_EVENT_TYPE.get(eventType));
  }

  /** The type behind a {@link #label()}, or nothing. */
  public static Optional<CommandType> ofLabel(String label) {
    return ofEventType("onlyonce." + label);
  }
}
