// The limit of the machine: an event loop a thread that sends one fixed answer for every request and understands nothing else.
//
//   raw_server ANSWER [THREADS [PORT]]
//
// ANSWER is a file with all bytes of the answer, head included. There are two threads and any free port, which is printed on
// standard output, unless others are given. Of a request only the
// end of its head is looked for, and Content-Length, so that its body can be skipped. Whoever accepts deals the connections in
// turn: with 64 of them SO_REUSEPORT would leave one loop with more than the other.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { buffer_bytes = 1 << 16, head_limit = 1 << 14, events_at_once = 256, answers_at_once = 16, thread_limit = 64 };

struct connection {
  int descriptor;
  uint32_t events;    // What epoll waits for.
  size_t body_left;   // Bytes of a request's body still to be skipped.
  size_t owed;        // Answers not sent whole.
  size_t sent;        // Bytes of the first of them that are sent.
  char *head;         // The beginning of a head that is not complete, or null.
  size_t head_bytes;
};

struct loop {
  int epoll;
  char *buffer;
};

static char *answer;
static size_t answer_bytes;
static struct loop loops[thread_limit];
static int thread_count = 2;
static int listener;

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void read_answer(const char *path) {
  int file = open(path, O_RDONLY);
  struct stat status;
  if (file < 0 || fstat(file, &status) < 0) fail(path);
  answer_bytes = (size_t)status.st_size;
  answer = malloc(answer_bytes);
  if (!answer || read(file, answer, answer_bytes) != (ssize_t)answer_bytes) fail(path);
  close(file);
}

static int listen_on_loopback(int port) {
  int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  int one = 1;
  // Accepted sockets inherit it.
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  if (bind(descriptor, (struct sockaddr *)&address, length) < 0 || listen(descriptor, 4096) < 0) fail("listen");
  getsockname(descriptor, (struct sockaddr *)&address, &length);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  return descriptor;
}

// The value of Content-Length in a head; 0 where there is none.
static size_t content_length(const char *head, const char *end) {
  static const char name[] = "content-length:";
  const size_t length = sizeof name - 1;
  for (const char *line = memchr(head, '\n', (size_t)(end - head)); line; line = memchr(line, '\n', (size_t)(end - line))) {
    line++;
    if ((size_t)(end - line) > length && (*line | 0x20) == 'c' && strncasecmp(line, name, length) == 0) {
      return strtoul(line + length, NULL, 10);
    }
  }
  return 0;
}

// Counts requests whose head ends in the bytes; what is left of an incomplete head begins at the returned place.
static const char *take_requests(struct connection *connection, const char *bytes, const char *end) {
  while (bytes < end) {
    if (connection->body_left > 0) {
      size_t there = (size_t)(end - bytes);
      size_t skipped = connection->body_left < there ? connection->body_left : there;
      bytes += skipped;
      connection->body_left -= skipped;
      // The answer is owed when the request is whole, as any server would have it.
      if (connection->body_left > 0) return bytes;
      connection->owed++;
      continue;
    }
    const char *blank = memmem(bytes, (size_t)(end - bytes), "\r\n\r\n", 4);
    if (!blank) return bytes;
    connection->body_left = content_length(bytes, blank + 2);
    if (connection->body_left == 0) connection->owed++;
    bytes = blank + 4;
  }
  return bytes;
}

static void await(struct loop *loop, struct connection *connection, uint32_t events) {
  if (connection->events == events) return;
  connection->events = events;
  struct epoll_event event = {.events = events, .data.ptr = connection};
  epoll_ctl(loop->epoll, EPOLL_CTL_MOD, connection->descriptor, &event);
}

// Sends what is owed; nothing is read while the client does not take it. 0 when the connection has ended.
static int flush(struct loop *loop, struct connection *connection) {
  while (connection->owed > 0) {
    struct iovec parts[answers_at_once];
    size_t count = connection->owed < answers_at_once ? connection->owed : answers_at_once;
    for (size_t i = 0; i < count; i++) parts[i] = (struct iovec){answer, answer_bytes};
    parts[0] = (struct iovec){answer + connection->sent, answer_bytes - connection->sent};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = count};
    ssize_t sent = count == 1 ? send(connection->descriptor, parts[0].iov_base, parts[0].iov_len, MSG_NOSIGNAL)
                              : sendmsg(connection->descriptor, &message, MSG_NOSIGNAL);
    if (sent < 0) {
      if (errno == EINTR) continue;
      if (errno != EAGAIN) return 0;
      await(loop, connection, EPOLLOUT);
      return 1;
    }
    connection->sent += (size_t)sent;
    connection->owed -= connection->sent / answer_bytes;
    connection->sent %= answer_bytes;
  }
  await(loop, connection, EPOLLIN);
  return 1;
}

// Keeps the beginning of a head until the rest of it comes. 0 when it is too long.
static int keep_head(struct connection *connection, const char *bytes, size_t count) {
  if (count == 0) return 1;
  if (count > head_limit) return 0;
  connection->head = malloc(count);
  if (!connection->head) return 0;
  memcpy(connection->head, bytes, count);
  connection->head_bytes = count;
  return 1;
}

static int receive(struct loop *loop, struct connection *connection) {
  size_t kept = connection->head_bytes;
  if (kept > 0) {
    memcpy(loop->buffer, connection->head, kept);
    free(connection->head);
    connection->head = NULL;
    connection->head_bytes = 0;
  }
  ssize_t count = recv(connection->descriptor, loop->buffer + kept, buffer_bytes - kept, 0);
  if (count == 0) return 0;
  if (count < 0) {
    if (errno != EAGAIN && errno != EINTR) return 0;
    return keep_head(connection, loop->buffer, kept);
  }
  const char *end = loop->buffer + kept + count;
  const char *rest = take_requests(connection, loop->buffer, end);
  return keep_head(connection, rest, (size_t)(end - rest)) && flush(loop, connection);
}

static void accept_connections(void) {
  static int next = 0;
  for (;;) {
    int descriptor = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor < 0) return;
    struct connection *connection = calloc(1, sizeof *connection);
    if (!connection) fail("calloc");
    connection->descriptor = descriptor;
    connection->events = EPOLLIN;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    epoll_ctl(loops[next].epoll, EPOLL_CTL_ADD, descriptor, &event);
    next = (next + 1) % thread_count;
  }
}

static void *run(void *argument) {
  struct loop *loop = argument;
  struct epoll_event events[events_at_once];
  for (;;) {
    int count = epoll_wait(loop->epoll, events, events_at_once, -1);
    for (int i = 0; i < count; i++) {
      struct connection *connection = events[i].data.ptr;
      if (!connection) {
        accept_connections();
        continue;
      }
      int is_open = connection->events == EPOLLOUT ? flush(loop, connection) : receive(loop, connection);
      if (is_open) continue;
      close(connection->descriptor);
      free(connection->head);
      free(connection);
    }
  }
  return NULL;
}

int main(int argc, char **argv) {
  if (argc < 2) {
    fprintf(stderr, "usage: raw_server ANSWER [THREADS [PORT]]\n");
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  read_answer(argv[1]);
  if (argc > 2) thread_count = atoi(argv[2]);
  if (thread_count < 1 || thread_count > thread_limit || answer_bytes == 0) return 2;
  for (int i = 0; i < thread_count; i++) {
    loops[i].epoll = epoll_create1(EPOLL_CLOEXEC);
    loops[i].buffer = malloc(buffer_bytes);
    if (loops[i].epoll < 0 || !loops[i].buffer) fail("epoll_create1");
  }
  listener = listen_on_loopback(argc > 3 ? atoi(argv[3]) : 0);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
  epoll_ctl(loops[0].epoll, EPOLL_CTL_ADD, listener, &event);
  for (int i = 1; i < thread_count; i++) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, run, &loops[i]) != 0) fail("pthread_create");
  }
  run(&loops[0]);
}
