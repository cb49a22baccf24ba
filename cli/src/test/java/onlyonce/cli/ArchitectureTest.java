package onlyonce.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.Arrays;
import org.jspecify.annotations.NullMarked;

/** The arrows between the modules, as docs/ARCHITECTURE.md draws them. */
@AnalyzeClasses(packages = "onlyonce", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule messages_isTheGround =
      classes().that().resideInAPackage("onlyonce.messages..").should(knowOnly("messages"));

  @ArchTest
  static final ArchRule postgresCopy_knowsNobody =
      classes().that().resideInAPackage("onlyonce.postgrescopy..").should(knowOnly("postgrescopy"));

  @ArchTest static final ArchRule producer_knowsMessagesOnly = standsOnMessages("producer");

  @ArchTest static final ArchRule processor_knowsMessagesOnly = standsOnMessages("processor");

  @ArchTest static final ArchRule ledger_knowsMessagesOnly = standsOnMessages("ledger");

  @ArchTest static final ArchRule saga_knowsMessagesOnly = standsOnMessages("saga");

  @ArchTest
  static final ArchRule localCluster_knowsNothingOfMoney =
      classes().that().resideInAPackage("onlyonce.localcluster..").should(knowOnly("localcluster"));

  @ArchTest
  static final ArchRule chaos_sharesNoCodeWithWhatItChecks =
      classes()
          .that()
          .resideInAPackage("onlyonce.chaos..")
          .should(knowOnly("chaos", "messages", "localcluster"));

  @ArchTest
  static final ArchRule nothing_knowsTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("onlyonce.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("onlyonce.cli..");

  @ArchTest
  static final ArchRule modules_haveNoCycles =
      slices().matching("onlyonce.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule ledgerRules_knowNeitherSqlNorKafka =
      noClasses()
          .that()
          .haveFullyQualifiedName("onlyonce.ledger.Rules")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.sql..", "javax.sql..", "org.apache.kafka..", "org.postgresql..");

  @ArchTest
  static final ArchRule sagaRules_knowNeitherStreamsNorClocks =
      noClasses()
          .that()
          .haveFullyQualifiedName("onlyonce.saga.SagaRules")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "java.sql..");

  @ArchTest
  static final ArchRule packages_areNullMarked =
      classes()
          .should(
              new ArchCondition<>("be in a package marked @NullMarked") {
                @Override
                public void check(JavaClass found, ConditionEvents events) {
                  if (!found.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(
                        SimpleConditionEvent.violated(
                            found, found.getPackageName() + " is not @NullMarked"));
                  }
                }
              });

  private static ArchRule standsOnMessages(String module) {
    return classes()
        .that()
        .resideInAPackage("onlyonce." + module + "..")
        .should(knowOnly(module, "messages", "postgrescopy"));
  }

  /** Among the platform's own packages only these. */
  private static ArchCondition<JavaClass> knowOnly(String... modules) {
    DescribedPredicate<JavaClass> foreign =
        DescribedPredicate.describe(
            "belong to another module",
            target ->
                target.getPackageName().startsWith("onlyonce.")
                    && Arrays.stream(modules)
                        .noneMatch(
                            module ->
                                target.getPackageName().equals("onlyonce." + module)
                                    || target
                                        .getPackageName()
                                        .startsWith("onlyonce." + module + ".")));
    return ArchConditions.never(ArchConditions.dependOnClassesThat(foreign));
  }
}
