package onlyonce.processor;

import java.util.UUID;

/**
 * What a command came to, as it is stored and published: a duplicate is answered with these bytes
 * again.
 *
 * @param topic where it is published
 * @param key of the published record
 * @param payload of the published record
 */
public record Reply(String topic, UUID key, byte[] payload) {}
