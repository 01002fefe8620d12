#ifndef CPLATFORM_H
#define CPLATFORM_H

#include <stdbool.h>
#include <stdint.h>

/// What Linux offers and Swift's Glibc overlay does not show: all of it needs _GNU_SOURCE or variadic calls.

/// Names the calling thread; Linux shows the first 15 bytes.
void cplatform_name_thread(const char *_Nonnull name);

/// Nanoseconds of CLOCK_MONOTONIC.
int64_t cplatform_monotonic_nanoseconds(void);

/// Sleeps until CLOCK_MONOTONIC reaches `nanoseconds`; returns at once when that is past.
void cplatform_sleep_until(int64_t nanoseconds);

typedef struct {
  int64_t soft;
  int64_t hard;
} cplatform_descriptor_limit;

/// Raises the soft limit on open descriptors to `wanted`, or to the hard limit when that is less; never
/// lowers it. Answers the limits then in force, INT64_MAX standing for "none".
cplatform_descriptor_limit cplatform_raise_descriptor_limit(int64_t wanted);

/// A non-blocking TCP socket that listens on a numeric address ("127.0.0.1", "::1"; "" is every IPv4
/// address of the machine). Port 0 lets the system choose; `bound_port` gets the port in use. A shared port may be
/// listened on several times by processes of one user. Answers the descriptor, or a negated errno.
int cplatform_listen(const char *_Nonnull address, int port, bool is_shared, int *_Nonnull bound_port);

/// The next waiting connection: non-blocking, closed on exec, without Nagle's delay. Answers the descriptor,
/// or a negated errno (-EAGAIN when none waits).
int cplatform_accept(int listener);

/// The port of this end of a socket; 0 when it has none.
int cplatform_local_port(int socket);

/// A descriptor to give up when there is none left to accept with.
int cplatform_reserve_descriptor(void);

/// A descriptor to watch sockets with (epoll(7)), or a negated errno.
int cplatform_poll_open(void);

/// Watches a socket for something to read; a closed one leaves by itself. 0, or a negated errno.
int cplatform_poll_watch(int poll, int descriptor);

/// Fills `descriptors` with up to `capacity` sockets that have something to read or have ended, without waiting.
/// Answers how many, or a negated errno.
int cplatform_poll_take(int poll, int *_Nonnull descriptors, int capacity);

/// A name being resolved by threads of the system's library.
typedef struct cplatform_lookup cplatform_lookup;

/// Begins to resolve a name for TCP; NULL when there is no memory or no thread.
cplatform_lookup *_Nullable cplatform_lookup_begin(const char *_Nonnull name);

/// 0 while the answer is not there; then the number of numeric addresses written to `out`, one after the other, each
/// with a NUL; or the negated error of getaddrinfo (EAI_…).
int cplatform_lookup_poll(cplatform_lookup *_Nonnull lookup, char *_Nonnull out, int capacity);

/// Frees a lookup. Answers false, and does nothing, while the system still works on it: then again later.
bool cplatform_lookup_end(cplatform_lookup *_Nonnull lookup);

#endif
