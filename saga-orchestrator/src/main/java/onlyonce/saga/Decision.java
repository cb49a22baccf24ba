package onlyonce.saga;

import java.util.List;
import java.util.Optional;

/**
 * What follows from a state and an event.
 *
 * @param state the state from now on
 * @param emissions what is sent together with it, in order
 * @param ignored why nothing changed, if nothing did
 */
public record Decision(SagaState state, List<Emission> emissions, Optional<Ignored> ignored) {
  public Decision {
    emissions = List.copyOf(emissions);
  }

  static Decision of(SagaState state, Emission... emissions) {
    return new Decision(state, List.of(emissions), Optional.empty());
  }

  static Decision end(Ended state) {
    return of(state, new Emission.Publish(state.result()));
  }

  static Decision ignored(SagaState state, Ignored why, Emission... emissions) {
    return new Decision(state, List.of(emissions), Optional.of(why));
  }
}
