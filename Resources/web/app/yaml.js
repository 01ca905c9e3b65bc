// As much of YAML as our contract needs: mappings, sequences, flow collections, plain, quoted and literal scalars, comments.

/** @param {string} text */
export function parseYAML(text) {
  const lines = text.split('\n').map((raw) => ({ raw, indent: raw.search(/\S/) }));
  return new Reader(lines).value(0);
}

class Reader {
  #at = 0;

  constructor(lines) { this.lines = lines; }

  /** The next line that says something. */
  #peek() {
    while (this.#at < this.lines.length && (this.lines[this.#at].indent < 0 || this.lines[this.#at].raw.trimStart().startsWith('#'))) this.#at += 1;
    return this.lines[this.#at];
  }

  /** A mapping or sequence whose lines stand at `least` or deeper. */
  value(least) {
    const line = this.#peek();
    if (!line || line.indent < least) return null;
    return line.raw.trimStart().startsWith('- ') ? this.#sequence(line.indent) : this.#mapping(line.indent);
  }

  #sequence(indent) {
    const items = [];
    for (let line = this.#peek(); line?.indent === indent && line.raw.trimStart().startsWith('- '); line = this.#peek()) {
      const rest = line.raw.slice(indent + 2);
      if (isEntry(rest)) {
        this.lines[this.#at] = { raw: `${' '.repeat(indent + 2)}${rest}`, indent: indent + 2 };
        items.push(this.#mapping(indent + 2));
      } else {
        this.#at += 1;
        items.push(this.#scalar(rest, indent));
      }
    }
    return items;
  }

  #mapping(indent) {
    const result = {};
    for (let line = this.#peek(); line?.indent === indent && !line.raw.trimStart().startsWith('- '); line = this.#peek()) {
      const [, quoted, plain, rest] = line.raw.trim().match(ENTRY);
      this.#at += 1;
      if (rest === undefined || rest === '') {
        const next = this.#peek();
        const isSequence = next?.indent === indent && next.raw.trimStart().startsWith('- ');
        result[quoted ?? plain] = isSequence ? this.#sequence(indent) : this.value(indent + 1);
      } else {
        result[quoted ?? plain] = this.#scalar(rest, indent);
      }
    }
    return result;
  }

  /** A scalar or flow collection that starts on this line and may go on below, deeper than `indent`. */
  #scalar(start, indent) {
    if (/^[|>]-?$/.test(start)) return this.#literal(indent);
    let text = start;
    const isOpen = () => (/^['"]/.test(text) ? !isClosed(text) : /^[[{]/.test(text) ? depth(text) > 0 : true);
    while (isOpen() && this.#at < this.lines.length && this.lines[this.#at].indent > indent) {
      text += ` ${this.lines[this.#at].raw.trim()}`;
      this.#at += 1;
    }
    return new Flow(text).read();
  }

  #literal(indent) {
    const found = [];
    while (this.#at < this.lines.length && (this.lines[this.#at].indent < 0 || this.lines[this.#at].indent > indent)) {
      found.push(this.lines[this.#at].raw);
      this.#at += 1;
    }
    const margin = Math.min(...found.filter((line) => line.trim()).map((line) => line.search(/\S/)));
    return found.map((line) => line.slice(margin)).join('\n').trimEnd();
  }
}

const ENTRY = /^(?:['"]([^'"]*)['"]|([^\s'"{[][^:]*?|[^\s'"{[])):(?:\s+(.*))?$/;
const isEntry = (text) => ENTRY.test(text.trim()) && !/^[[{]/.test(text);
const isClosed = (text) => (text[0] === "'" ? /^'(?:[^']|'')*'$/ : /^"(?:[^"\\]|\\.)*"$/).test(text);

function depth(text) {
  const bare = text.replace(/'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"/g, '');
  return (bare.match(/[[{]/g)?.length ?? 0) - (bare.match(/[\]}]/g)?.length ?? 0);
}

/** Reads one scalar or flow collection. */
class Flow {
  #at = 0;

  constructor(text) { this.text = text; }

  read(isInside = false) {
    this.#skip();
    switch (this.text[this.#at]) {
      case '{': return this.#map();
      case '[': return this.#list();
      case "'": return this.#take(/'((?:[^']|'')*)'/y).replaceAll("''", "'");
      case '"': return JSON.parse(`"${this.#take(/"((?:[^"\\]|\\.)*)"/y)}"`);
      default: return plain(this.#take(isInside ? /([^,\]}]*)/y : /(.*)/y).replace(/\s+#.*$/, '').trim());
    }
  }

  #map() {
    const result = {};
    this.#at += 1;
    for (this.#skip(); this.text[this.#at] !== '}'; this.#skip()) {
      const key = /['"]/.test(this.text[this.#at]) ? this.read() : this.#take(/([^:,}]+)/y).trim();
      this.#skip();
      this.#at += 1;
      result[key] = this.read(true);
      this.#skip();
      if (this.text[this.#at] === ',') this.#at += 1;
    }
    this.#at += 1;
    return result;
  }

  #list() {
    const result = [];
    this.#at += 1;
    for (this.#skip(); this.text[this.#at] !== ']'; this.#skip()) {
      result.push(this.read(true));
      this.#skip();
      if (this.text[this.#at] === ',') this.#at += 1;
    }
    this.#at += 1;
    return result;
  }

  #take(pattern) {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text);
    if (!found) throw new SyntaxError(`not understood: ${this.text.slice(this.#at, this.#at + 40)}`);
    this.#at = pattern.lastIndex;
    return found[1];
  }

  #skip() { while (this.text[this.#at] === ' ') this.#at += 1; }
}

function plain(text) {
  if (text === '' || text === 'null' || text === '~') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text) ? Number(text) : text;
}
