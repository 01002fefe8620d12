#define _GNU_SOURCE
#include "CPlatform.h"

#include <sys/epoll.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

void cplatform_name_thread(const char *name) {
  char cut[16];
  snprintf(cut, sizeof cut, "%s", name);
  pthread_setname_np(pthread_self(), cut);
}

int64_t cplatform_monotonic_nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void cplatform_sleep_until(int64_t nanoseconds) {
  if (nanoseconds <= 0) return;
  struct timespec until = {.tv_sec = nanoseconds / 1000000000, .tv_nsec = nanoseconds % 1000000000};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR) {
  }
}

static int64_t bounded(rlim_t limit) { return limit > (rlim_t)INT64_MAX ? INT64_MAX : (int64_t)limit; }

cplatform_descriptor_limit cplatform_raise_descriptor_limit(int64_t wanted) {
  struct rlimit limit = {0, 0};
  getrlimit(RLIMIT_NOFILE, &limit);
  rlim_t target = wanted < 0 ? 0 : (rlim_t)wanted;
  if (target > limit.rlim_max) target = limit.rlim_max;
  if (target > limit.rlim_cur) {
    struct rlimit raised = {.rlim_cur = target, .rlim_max = limit.rlim_max};
    if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  }
  return (cplatform_descriptor_limit){.soft = bounded(limit.rlim_cur), .hard = bounded(limit.rlim_max)};
}

static int listen_on(const struct addrinfo *candidate, bool is_shared) {
  int descriptor = socket(candidate->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return -errno;
  int on = 1;
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (is_shared) setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
  if (bind(descriptor, candidate->ai_addr, candidate->ai_addrlen) != 0 || listen(descriptor, 4096) != 0) {
    int failure = errno;
    close(descriptor);
    return -failure;
  }
  return descriptor;
}

int cplatform_local_port(int descriptor) {
  struct sockaddr_storage address;
  socklen_t length = sizeof address;
  if (getsockname(descriptor, (struct sockaddr *)&address, &length) != 0) return 0;
  if (address.ss_family == AF_INET6) return ntohs(((struct sockaddr_in6 *)&address)->sin6_port);
  return ntohs(((struct sockaddr_in *)&address)->sin_port);
}

int cplatform_listen(const char *address, int port, bool is_shared, int *bound_port) {
  struct addrinfo hints;
  memset(&hints, 0, sizeof hints);
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV;
  if (!*address) hints.ai_family = AF_INET;
  char service[12];
  snprintf(service, sizeof service, "%d", port);
  struct addrinfo *found = NULL;
  if (getaddrinfo(*address ? address : NULL, service, &hints, &found) != 0 || !found) return -EADDRNOTAVAIL;
  int descriptor = listen_on(found, is_shared);
  freeaddrinfo(found);
  if (descriptor >= 0) *bound_port = cplatform_local_port(descriptor);
  return descriptor;
}

int cplatform_accept(int listener) {
  int descriptor;
  do descriptor = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
  while (descriptor < 0 && (errno == EINTR || errno == ECONNABORTED));
  if (descriptor < 0) return -errno;
  int on = 1;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return descriptor;
}

int cplatform_reserve_descriptor(void) { return open("/dev/null", O_RDONLY | O_CLOEXEC); }

int cplatform_poll_open(void) {
  int poll = epoll_create1(EPOLL_CLOEXEC);
  return poll >= 0 ? poll : -errno;
}

int cplatform_poll_watch(int poll, int descriptor) {
  struct epoll_event event = {.events = EPOLLIN, .data = {.fd = descriptor}};
  return epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event) == 0 ? 0 : -errno;
}

int cplatform_poll_take(int poll, int *descriptors, int capacity) {
  struct epoll_event events[256];
  if (capacity > 256) capacity = 256;
  int count = epoll_wait(poll, events, capacity, 0);
  if (count < 0) return -errno;
  for (int i = 0; i < count; i++) descriptors[i] = events[i].data.fd;
  return count;
}

struct cplatform_lookup {
  struct gaicb request;
  struct addrinfo hints;
  char name[];
};

cplatform_lookup *cplatform_lookup_begin(const char *name) {
  size_t length = strlen(name) + 1;
  cplatform_lookup *lookup = calloc(1, sizeof *lookup + length);
  if (!lookup) return NULL;
  memcpy(lookup->name, name, length);
  lookup->hints.ai_socktype = SOCK_STREAM;
  lookup->hints.ai_flags = AI_ADDRCONFIG;
  lookup->request.ar_name = lookup->name;
  lookup->request.ar_request = &lookup->hints;
  struct gaicb *list[] = {&lookup->request};
  if (getaddrinfo_a(GAI_NOWAIT, list, 1, NULL) == 0) return lookup;
  free(lookup);
  return NULL;
}

int cplatform_lookup_poll(cplatform_lookup *lookup, char *out, int capacity) {
  int status = gai_error(&lookup->request);
  if (status == EAI_INPROGRESS) return 0;
  if (status != 0) return status < 0 ? status : -status;
  int count = 0;
  for (const struct addrinfo *found = lookup->request.ar_result; found; found = found->ai_next) {
    char text[NI_MAXHOST];
    if (getnameinfo(found->ai_addr, found->ai_addrlen, text, sizeof text, NULL, 0, NI_NUMERICHOST) != 0)
      continue;
    int length = (int)strlen(text) + 1;
    if (length > capacity) break;
    memcpy(out, text, (size_t)length);
    out += length;
    capacity -= length;
    count++;
  }
  return count ? count : EAI_NONAME;
}

bool cplatform_lookup_end(cplatform_lookup *lookup) {
  if (gai_error(&lookup->request) == EAI_INPROGRESS && gai_cancel(&lookup->request) != EAI_CANCELED &&
      gai_error(&lookup->request) == EAI_INPROGRESS)
    return false;
  if (lookup->request.ar_result) freeaddrinfo(lookup->request.ar_result);
  free(lookup);
  return true;
}
