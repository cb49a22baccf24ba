package onlyonce.chaos.intent;

/** What a client can ask for. */
public enum IntentKind {
  OPEN,
  CLOSE,
  /** A transfer inside one ledger partition, whichever topic it took. */
  POST,
  /** A transfer between two ledger partitions. */
  SAGA,
  /** Nothing that can be read: it can only become a dead letter. */
  UNREADABLE
}
