"""Ordinary clients, who are to notice nothing of whatever else goes on."""

import statistics
import threading
import time

from wire import Wire


class Traffic:
    """Threads that ask `requests` in turn, half of them on one connection, half on a new one for each request.

    `accept` judges an answer by its request's index and by the time when that was begun.
    """

    def __init__(self, service, requests, clients=4, pause=0.004, accept=lambda index, answer, begun: answer.status == 200):
        self.milliseconds = []
        self.failures = []
        self._service = service
        self._requests = requests
        self._pause = pause
        self._accept = accept
        self._stopped = threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(index % 2 == 0,), daemon=True) for index in range(clients)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def __len__(self):
        return len(self._threads)

    def _run(self, keeps_alive):
        wire, number = None, 0
        while not self._stopped.is_set():
            index = number % len(self._requests)
            number += 1
            start = time.monotonic()
            try:
                wire = wire or Wire(self._service)
                answer = wire.exchange(self._requests[index])
                if not self._accept(index, answer, start):
                    self.failures.append(f"{answer.status} to request {index}: {answer.body[:200]}")
                if not keeps_alive:
                    wire.socket.close()
                    wire = None
            except Exception as error:  # Whatever goes wrong is what is looked for.
                self.failures.append(f"request {index}, {'kept' if keeps_alive else 'new'} connection: {error!r}")
                wire = None
            self.milliseconds.append((time.monotonic() - start) * 1000)
            self._stopped.wait(self._pause)
        if wire:
            wire.socket.close()

    def percentile(self, percent):
        return statistics.quantiles(self.milliseconds, n=1000, method="inclusive")[percent * 10 - 1]
