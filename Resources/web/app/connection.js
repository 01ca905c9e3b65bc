// Whether the service answers. While it does not, it is asked again with growing pauses, and at once when the network is back.

class Connection extends EventTarget {
  isLost = false;
  #pause = 1;
  #timer = 0;

  lost() {
    if (!this.isLost) {
      this.isLost = true;
      this.#pause = 1;
      this.dispatchEvent(new Event('change'));
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.retry(), this.#pause * 1000);
    this.#pause = Math.min(this.#pause * 2, 15);
  }

  found() {
    if (!this.isLost) return;
    this.isLost = false;
    clearTimeout(this.#timer);
    this.dispatchEvent(new Event('change'));
  }

  /** Asks now. */
  async retry() {
    clearTimeout(this.#timer);
    try {
      const response = await fetch('/readyz');
      if (response.ok) this.found();
      else this.lost();
    } catch {
      this.lost();
    }
  }
}

export const connection = new Connection();

addEventListener('online', () => connection.isLost && connection.retry());
