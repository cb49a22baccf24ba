package onlyonce.cli.lab.conflicts;

/**
 * What was seen of one variant.
 *
 * @param aware the course's example, the second write by who wrote the first
 * @param unaware the same by two who don't know of each other
 */
record Measured(
    Variant variant,
    CourseExample.Outcome aware,
    CourseExample.Outcome unaware,
    FillCarts.Outcome carts) {}
