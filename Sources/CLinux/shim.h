// What Glibc's Swift overlay leaves out: epoll, accept4, malloc_trim and mallopt.
#ifndef NEXTLINE_CLINUX_SHIM_H
#define NEXTLINE_CLINUX_SHIM_H
#ifdef __linux__
// No feature macro here: with _GNU_SOURCE the types of <sys/select.h> differ from those Dispatch's module holds.
#include <sys/epoll.h>

// Declared here, not included: <sys/socket.h> would be taken from two modules.
extern int accept4(int descriptor, void *address, unsigned int *length, int flags);
// Of glibc alone.
extern int malloc_trim(unsigned long pad);
extern int mallopt(int parameter, int value);
#endif
#endif
