// What Glibc's Swift overlay leaves out: epoll, eventfd and accept4.
#ifndef NEXTLINE_CLINUX_SHIM_H
#define NEXTLINE_CLINUX_SHIM_H
#ifdef __linux__
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/un.h>
#endif
#endif
