// The bearer token of a service that lets in only whom it knows. It stays in this tab, and goes nowhere but to the service.

const KEY = 'nextline.token';

/** What a token may consist of (RFC 6750). */
const SHAPE = /^[A-Za-z0-9\-._~+/]+=*$/;

class Access extends EventTarget {
  /** Which scope is missing, or '' when no token is accepted; null while nothing is refused. @type {string | null} */
  refusal = null;
  /** What was refused, until it is allowed. */
  #address = '';
  #token = kept();

  get hasToken() { return this.#token !== ''; }

  /** The fields of a request that show the token, if there is one. */
  get fields() { return this.#token ? { Authorization: `Bearer ${this.#token}` } : {}; }

  /** Takes a token as it was pasted. @param {string} text @returns {boolean} whether it can be one */
  take(text) {
    const token = text.trim().replace(/^bearer\s+/i, '');
    if (!SHAPE.test(token)) return false;
    this.#become(token);
    return true;
  }

  clear() { this.#become(''); }

  /** Notes what the service said to a request. @param {string} address @param {object} fields those it was asked with @param {Response} response */
  heard(address, fields, response) {
    if (fields.Authorization !== this.fields.Authorization) return;
    const path = address.split('?')[0];
    if (response.status === 401 || response.status === 403) {
      this.#address = path;
      this.#refuse(response.status === 403 ? response.headers.get('WWW-Authenticate')?.match(/scope="([^"]*)"/)?.[1] ?? '?' : '');
    } else if (path === this.#address) {
      this.#refuse(null);
    }
  }

  #become(token) {
    this.#token = token;
    this.refusal = null;
    try {
      if (token) sessionStorage.setItem(KEY, token);
      else sessionStorage.removeItem(KEY);
    } catch { /* no storage: it lasts until a reload */ }
    this.dispatchEvent(new Event('token'));
  }

  #refuse(reason) {
    if (this.refusal === reason) return;
    this.refusal = reason;
    this.dispatchEvent(new Event('refusal'));
  }
}

function kept() {
  try { return sessionStorage.getItem(KEY) ?? ''; } catch { return ''; }
}

export const access = new Access();
