package onlyonce.localcluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.nio.file.Path;

/** What tells that a role is ready. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "when")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Readiness.Running.class, name = "running"),
  @JsonSubTypes.Type(value = Readiness.LogLine.class, name = "log-line"),
  @JsonSubTypes.Type(value = Readiness.FileExists.class, name = "file-exists"),
  @JsonSubTypes.Type(value = Readiness.PortOpen.class, name = "port-open")
})
public sealed interface Readiness {

  /** Its process is there. */
  record Running() implements Readiness {}

  /** Its output since the start contains the text. */
  record LogLine(String text) implements Readiness {}

  /** The file is there. It is deleted before each start. */
  record FileExists(Path path) implements Readiness {}

  /** Something listens on that port of the role's address. */
  record PortOpen(int port) implements Readiness {}
}
