package onlyonce.cli.lab.conflicts;

import java.util.Arrays;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A shopping cart as a value: items that were added. Carts that conflict merge to their union. */
record Cart(SortedSet<String> items) {
  Cart {
    items = new TreeSet<>(items);
  }

  static Cart merged(Collection<String> values) {
    return new Cart(
        values.stream()
            .flatMap(value -> Arrays.stream(value.split(" ", -1)))
            .filter(item -> !item.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  Cart with(String item) {
    Cart more = new Cart(items);
    more.items.add(item);
    return more;
  }

  String value() {
    return String.join(" ", items);
  }
}
