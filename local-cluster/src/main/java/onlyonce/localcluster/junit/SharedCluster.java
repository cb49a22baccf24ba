package onlyonce.localcluster.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class topics and databases of its own on the one cluster that all test classes of
 * this JVM share. It starts with the first class that needs it and ends with the last test. Tests
 * and life-cycle methods take a {@link TestScope} as a parameter.
 *
 * <p>Tests that break nodes start their own: {@code LocalCluster.start}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(SharedClusterExtension.class)
public @interface SharedCluster {
  /** What the class needs; what it doesn't need isn't started for it. */
  Part[] value() default {Part.KAFKA, Part.POSTGRES};

  /** The parts of the cluster. */
  enum Part {
    /** Three brokers. */
    KAFKA,
    /** Two PostgreSQL servers. */
    POSTGRES
  }
}
