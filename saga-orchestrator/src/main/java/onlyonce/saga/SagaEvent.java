package onlyonce.saga;

import java.util.UUID;

/** What happens to a saga. */
public sealed interface SagaEvent permits Started, Replied, Due, Resumed, CompensateAsked {
  /** The transfer whose saga it happens to. */
  UUID transferId();

  /** The wall clock's milliseconds since 1970 when the event is handled. */
  long nowMillis();
}
