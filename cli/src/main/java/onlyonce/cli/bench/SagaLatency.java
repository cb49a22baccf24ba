package onlyonce.cli.bench;

/**
 * How long sagas take on one schedule, in milliseconds.
 *
 * @param perSecond the schedule
 * @param sustained whether the last one had ended within two seconds of the last send
 * @param fromIntent from the moment at which the schedule wanted it sent to the result's append
 * @param fromAppend from the transfer's append to the result's
 * @param untilRead from the wanted moment until a reader of committed records has the result
 */
record SagaLatency(
    int perSecond,
    Latency.Sustained sustained,
    Latency.Percentiles fromIntent,
    Latency.Percentiles fromAppend,
    Latency.Percentiles untilRead) {}
