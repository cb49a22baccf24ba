package onlyonce.localcluster.junit;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Behind {@link SharedCluster}: starts the shared nodes, hands out the class' scope. */
final class SharedClusterExtension implements BeforeAllCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SharedClusterExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    SharedNodes nodes = nodes(context);
    // Both at once: a class that needs both waits for the slower one only.
    CompletableFuture.allOf(
            parts(context).stream()
                .map(
                    part ->
                        CompletableFuture.runAsync(
                            () -> {
                              var _ =
                                  switch (part) {
                                    case KAFKA -> nodes.kafka();
                                    case POSTGRES -> nodes.postgres();
                                  };
                            }))
                .toArray(CompletableFuture[]::new))
        .join();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestScope.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return scope(context);
  }

  /** A nested class finds the scope of the class around it; the store closes it with that class. */
  private static TestScope scope(ExtensionContext context) {
    ExtensionContext outermost = context;
    while (outermost.getParent().flatMap(ExtensionContext::getTestClass).isPresent()) {
      outermost = outermost.getParent().orElseThrow();
    }
    String name = outermost.getRequiredTestClass().getSimpleName();
    SharedNodes nodes = nodes(context);
    return outermost
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(TestScope.class, key -> new TestScope(name, nodes), TestScope.class);
  }

  private static SharedNodes nodes(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(SharedNodes.class, key -> new SharedNodes(), SharedNodes.class);
  }

  private static List<SharedCluster.Part> parts(ExtensionContext context) {
    return AnnotationSupport.findAnnotation(context.getRequiredTestClass(), SharedCluster.class)
        .map(annotation -> Arrays.asList(annotation.value()))
        .orElse(List.of());
  }
}
