package onlyonce.producer;

import java.util.Optional;

/**
 * What a run came to.
 *
 * @param counts of the whole journal, earlier runs included
 * @param sent how many sends this run had answered: 0 when an earlier run had done everything
 * @param resumed how many journalled sends of earlier runs had no answer and went out again
 * @param ended whether the source was read to its end and every send has its answer; if not, the
 *     same command goes on where this run stopped
 * @param trouble the first send that was given up or refused, and why
 */
public record SendSummary(
    SendCounts counts, long sent, long resumed, boolean ended, Optional<String> trouble) {}
