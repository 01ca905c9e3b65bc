// What Glibc's Swift overlay leaves out: epoll and accept4.
#ifndef NEXTLINE_CLINUX_SHIM_H
#define NEXTLINE_CLINUX_SHIM_H
#ifdef __linux__
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <sys/epoll.h>
#include <sys/types.h>

// Declared here, not included: <sys/socket.h> would be taken from two modules.
extern int accept4(int descriptor, void *address, unsigned int *length, int flags);
#endif
#endif
