package onlyonce.ledger;

/** How {@link HoldRow}s are named in the database. */
enum HoldState {
  HELD("held"),
  SETTLED("settled"),
  RELEASED("released"),
  TOMBSTONE("tombstone");

  private final String label;

  HoldState(String label) {
    this.label = label;
  }

  static HoldState of(HoldRow row) {
    return switch (row) {
      case HoldRow.Held _ -> HELD;
      case HoldRow.Settled _ -> SETTLED;
      case HoldRow.Released _ -> RELEASED;
      case HoldRow.Tombstone _ -> TOMBSTONE;
    };
  }

  static HoldState ofLabel(String label) {
    for (HoldState state : values()) {
      if (state.label.equals(label)) {
        return state;
      }
    }
    throw new IllegalStateException(
        "a hold is in the unknown state \"" + label + "\"; was it written by a later version?");
  }

  String label() {
    return label;
  }
}
