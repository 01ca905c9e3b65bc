// One case, its latest answer and the one before: kept while the page lives, whichever view is shown.
import { connection } from './connection.js';
import { debounced } from './dom.js';
import { forget, Problem, recommend, Unreachable } from './api.js';
import { CaseState } from './case-state.js';
import { learnSources } from './knowledge.js';

/** Asks the service whenever the case changes and is complete enough; of several questions under way only the last is answered. */
export class CaseSession extends EventTarget {
  state = new CaseState();
  /** @type {{case: any, answer: any} | null} */
  current = null;
  /** @type {{case: any, answer: any} | null} */
  previous = null;
  /** @type {Problem | null} */
  problem = null;
  isAsking = false;
  #controller = new AbortController();
  /** Whether the case has become another altogether since the last answer. */
  #isOther = true;
  /** What the next answer is compared with: the answer before the last edit, however many letters that had. */
  #baseline = null;

  constructor() {
    super();
    const soon = debounced(() => this.ask(), 150);
    this.state.addEventListener('change', (event) => {
      const { isOther, isTyping, isSameEdit } = /** @type {CustomEvent} */ (event).detail;
      this.#isOther ||= Boolean(isOther);
      if (!isSameEdit) this.#baseline = this.current;
      if (isTyping) soon();
      else this.ask();
    });
    connection.addEventListener('change', () => {
      if (!connection.isLost && (this.isOutdated || !this.current)) this.ask();
      this.#tell();
    });
  }

  /** Which disease the case is about; of a bundle, as far as it was chosen or found. @returns {string | undefined} */
  get disease() { return this.state.value.disease ?? this.current?.answer.disease; }

  /** Whether the answer shown belongs to an earlier state of the case. */
  get isOutdated() { return this.current !== null && this.current.case !== this.state.value; }

  /** Asks now. @param {{anew?: boolean}} [how] `anew`: the same case again, as in another language */
  async ask({ anew = false } = {}) {
    this.#controller.abort();
    const patientCase = this.state.value;
    if (this.state.hasDraft) {
      this.isAsking = false;
      return this.#tell();
    }
    if (this.state.isEmpty) {
      Object.assign(this, { current: null, previous: null, problem: null, isAsking: false });
      return this.#tell();
    }
    const controller = this.#controller = new AbortController();
    this.isAsking = true;
    this.#tell('asking');
    try {
      // Its sources are shown by their names.
      const [answer] = await Promise.all([recommend(patientCase, { signal: controller.signal }), learnSources()]);
      if (this.current && this.current.answer.knowledgeBase.digest !== answer.knowledgeBase.digest) forget();
      if (!anew) this.previous = this.#isOther ? null : this.#baseline;
      this.current = { case: patientCase, answer };
      this.problem = null;
      this.#isOther = false;
    } catch (error) {
      if (controller.signal.aborted) return;
      if (error instanceof Problem) this.problem = error;
      else if (!(error instanceof Unreachable)) throw error;
    } finally {
      if (controller === this.#controller) this.isAsking = false;
    }
    this.#tell();
  }

  #tell(name = 'change') { this.dispatchEvent(new Event(name)); }
}
