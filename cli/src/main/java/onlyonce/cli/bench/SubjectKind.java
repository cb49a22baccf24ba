package onlyonce.cli.bench;

/** Which program a child process runs. */
public enum SubjectKind {
  READ_CEILING,
  COPY_CEILING,
  PER_RECORD,
  PER_POLL,
  ENGINE
}
