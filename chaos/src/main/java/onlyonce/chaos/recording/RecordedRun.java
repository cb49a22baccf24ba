package onlyonce.chaos.recording;

import java.time.Instant;
import onlyonce.chaos.check.Circumstances.Rest;
import onlyonce.chaos.report.RunContext;
import onlyonce.messages.Partitioning;

/**
 * What a verdict rests on beside the history itself.
 *
 * @param rest whether anything moved while the history was read
 * @param at when it was examined
 */
public record RecordedRun(RunContext context, Partitioning partitioning, Rest rest, Instant at) {}
