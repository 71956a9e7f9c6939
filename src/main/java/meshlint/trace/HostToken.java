package meshlint.trace;

import org.jspecify.annotations.Nullable;

/**
 * A stretch of a text that has the form of a host name where one is written to connect to it.
 *
 * @param from index of its first char
 * @param to index behind its last char
 * @param host the name, without a dot at the end
 * @param scheme the URL scheme before it, in lower case; null where it is in no URL
 * @param port the port behind it; null where there is none or it is a variable
 * @param portFrom index of the port's first char; -1 where there is none
 * @param portTo index behind the port's last char; -1 where there is none
 * @param hasPort whether a port follows, a variable included
 * @param key what the text calls the value: the key of a line, or a flag; null where it has no name
 * @param whole whether the value is nothing but this name, or a list of such names
 */
record HostToken(
    int from,
    int to,
    String host,
    @Nullable String scheme,
    @Nullable Integer port,
    int portFrom,
    int portTo,
    boolean hasPort,
    @Nullable String key,
    boolean whole) {}
