package onlyonce.chaos.reconcile;

import onlyonce.chaos.history.JournalEntry;

/** A journal's lines as a producer writes them. */
final class JournalLines {
  private JournalLines() {}

  static String of(JournalEntry entry) {
    return switch (entry) {
      case JournalEntry.Source e -> "{\"kind\":\"source\",\"name\":\"%s\"}".formatted(e.name());
      case JournalEntry.Journalled e ->
          "{\"kind\":\"intent\",\"line\":%d,\"id\":\"%s\",\"topic\":\"%s\",\"partition\":%d,\"type\":\"%s\",\"due_ms\":%d,\"value\":\"%s\"}"
              .formatted(
                  e.line(),
                  e.id(),
                  e.topic(),
                  e.partition(),
                  e.type(),
                  e.dueMillis(),
                  e.value().replace("\"", "\\\""));
      case JournalEntry.Resent e ->
          "{\"kind\":\"resend\",\"line\":%d,\"id\":\"%s\"}".formatted(e.line(), e.id());
      case JournalEntry.Conflicting e ->
          "{\"kind\":\"conflict\",\"line\":%d,\"id\":\"%s\"}".formatted(e.line(), e.id());
      case JournalEntry.Malformed e -> "{\"kind\":\"malformed\",\"line\":%d}".formatted(e.line());
      case JournalEntry.Acknowledged e ->
          "{\"kind\":\"ack\",\"line\":%d,\"partition\":%d,\"offset\":%d}"
              .formatted(e.line(), e.partition(), e.offset());
      case JournalEntry.HandedOver e ->
          "{\"kind\":\"handed_over\",\"line\":%d}".formatted(e.line());
      case JournalEntry.NotSent e -> "{\"kind\":\"not_sent\",\"line\":%d}".formatted(e.line());
      case JournalEntry.Suppressed e ->
          "{\"kind\":\"suppressed\",\"line\":%d,\"id\":\"%s\"}".formatted(e.line(), e.id());
      case JournalEntry.End e -> "{\"kind\":\"end\",\"lines\":%d}".formatted(e.lines());
    };
  }
}
