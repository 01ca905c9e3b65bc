// The answer to a case: what follows from it, what changed, what to find out, and the options by verdict.
import { announce } from './announce.js';
import { connection } from './connection.js';
import { differences } from './changes.js';
import { closed, h, replace } from './dom.js';
import { icon } from './icons.js';
import { capital, t } from './i18n.js';
import { factButton, factButtons, missingFact, optionCard } from './case-option.js';
import { sourceLinks, truthMark, verdictMark, VERDICTS, weightMark } from './marks.js';
import { recordNote } from './case-record.js';
import { byID } from './knowledge.js';
import { refractorinessPanel } from './case-refractoriness.js';
import { link } from './router.js';

/** Shows the answers of a session as they come. */
export class AnswerView {
  node = h('section.answer', { 'aria-labelledby': 'answer-title', tabindex: -1 });
  #opened = new Set();
  #folded = new Set(['not-recommended', 'contraindicated']);
  /** @type {string[]} regimens to compare */
  compared = [];
  #shownFor = null;

  /**
   * @param {import('./case-session.js').CaseSession} session
   * @param {{goTo: (pointer: string) => void, compare: () => void, welcome: () => Node}} actions
   */
  constructor(session, actions) {
    this.session = session;
    this.actions = actions;
    this.status = h('div.status');
    this.body = h('div.answer-body');
    this.node.append(this.status, this.body);
  }

  /** @param {import('./describe.js').Describer} describe @param {any[]} orphans errors that belong to no field */
  show(describe, orphans) {
    const { session } = this;
    this.context = { describe, goTo: this.actions.goTo, steps: byID(session.current?.answer.assessment.steps ?? []) };
    this.node.setAttribute('aria-busy', String(session.isAsking));
    replace(this.status, this.#status(orphans));
    this.node.classList.toggle('is-outdated', session.isOutdated && (session.problem !== null || connection.isLost || session.state.hasDraft));
    if (session.current === this.#shownFor && session.current) return;
    this.#shownFor = session.current;
    if (!session.current) {
      this.#opened.clear();
      this.compared = [];
      return replace(this.body, connection.isLost ? null : this.actions.welcome());
    }
    const { answer } = session.current;
    const change = session.previous ? differences(session.previous, session.current) : null;
    this.compared = this.compared.filter((id) => answer.options.some((one) => one.regimen.id === id));
    const notices = this.#notices(answer);
    const isUrgent = answer.options[0]?.verdict !== 'recommended' || answer.notices.some((one) => one.pointer);
    replace(this.body, this.#head(answer), answer.record && recordNote(answer.record, this.context), change && this.#changes(change), isUrgent && notices, h('div.answer-columns',
      this.#options(answer, change), h('div.answer-aside', this.#next(answer), !isUrgent && notices, this.#derived(answer))));
    announce(this.#spoken(answer, change));
  }

  /** Opens an option and brings it into sight. */
  open(id) {
    const card = this.body.querySelector(`.option[data-regimen="${CSS.escape(id)}"]`);
    if (!card) return;
    card.closest('details.verdict-group')?.setAttribute('open', '');
    card.open = true;
    card.scrollIntoView({ block: 'start' });
    card.querySelector('summary').focus({ preventScroll: true });
  }

  /** What stands in the way of an answer, or that one is on its way. */
  #status(orphans) {
    const { problem, current, isAsking } = this.session;
    const banner = (kind, title, text, ...rest) => h('div.banner', { 'data-kind': kind, role: 'alert' }, icon('caution'), h('div', h('b', title), ' ', text, rest));
    if (connection.isLost) {
      return banner('lost', t('lost.title'), t(current ? 'lost.outdated' : 'lost.none'),
        h('p', h('button', { type: 'button', onclick: () => connection.retry() }, t('lost.retry'))));
    }
    if (problem) {
      if (problem.status === 415 && this.session.state.isBundle) return banner('problem', t('bundle.refused'), t('bundle.refused.long'), h('p.sub', problem.message));
      if (problem.isRefusal) return banner('problem', t('problem.other'), t('access.above'));
      if (problem.status !== 400 && problem.status !== 422) return banner('problem', t('problem.other'), problem.message);
      const place = (one) => (!one.pointer ? null : orphans.includes(one) ? h('code', one.pointer) : factButton(one.pointer, this.context));
      return banner('problem', t('problem.title'), current ? t('problem.outdated') : null,
        h('ul', problem.errors.length ? problem.errors.map((one) => h('li', place(one), ' ', one.detail)) : h('li', problem.message)), this.session.state.isBundle && h('p', t('bundle.choose')));
    }
    if (this.session.state.hasDraft) {
      return h('div.banner', { 'data-kind': 'draft' }, icon('info'), h('div', t('draft.title'), ' ', current ? t('problem.outdated') : null));
    }
    return isAsking ? h('div.progress', { role: 'progressbar', 'aria-label': t('answer.asking') }) : null;
  }

  #head({ assessment, disease }) {
    return h('header.answer-head',
      h('div.answer-title', h('h2', { id: 'answer-title' }, assessment.nextLine ? t('answer.line', { n: assessment.nextLine }) : t('answer.title')),
        h('a.button.plain', { href: link('pathway', disease) }, icon('arrow'), t('answer.pathway')),
        h('a.button', { href: link('board'), 'data-action': 'board' }, icon('print'), t('board.title'))),
      h('p.summary', assessment.summary));
  }

  /** What follows from the case by the knowledge’s definitions. */
  #derived({ assessment }) {
    const facts = [...assessment.facts].sort((one, two) => Number(one.value === false) - Number(two.value === false));
    return [
      assessment.refractoriness && refractorinessPanel(assessment.refractoriness, this.context),
      h('div.derived', closed(t('answer.facts', { n: facts.length }), () => h('ul', facts.map((one) => this.#fact(one))))),
    ];
  }

  #fact({ value, label, because, from, missing }) {
    return h('li', truthMark(value), h('span', h('b', label), h('span.because', because, ' ', factButtons(from, missing, this.context))));
  }

  /** What the last change of the case did. */
  #changes({ facts, options, first }) {
    const { describe } = this.context;
    const fact = ({ pointer, from, to }) => t('changes.fact', { what: capital(describe.label(pointer)), from: describe.value(pointer, from), to: describe.value(pointer, to) });
    const option = ({ id, name, from, to, criteria }) => h('li', { 'data-regimen': id },
      h('button.link', { type: 'button', onclick: () => this.open(id) }, name), ' ', from && [verdictMark(from), became()], verdictMark(to),
      h('span.because', criteria.slice(0, 2).map((one) => h('span.line', icon(one.to), ' ', `${one.text} — ${one.because}`))));
    return h('section.changes', { 'data-changes': options.length }, h('h3', t('changes.title')),
      h('ul.changed-facts', facts.map((one) => h('li', fact(one)))), first && h('p', t('changes.first', first)),
      options.length ? h('ul.changed-options', options.map(option)) : h('p', t('changes.none')),
      this.session.state.canUndo && h('button.plain', { type: 'button', onclick: () => this.#undo() }, icon('undo'), t('changes.undo')));
  }

  /** The button goes with the change: the focus stays with the answer. */
  #undo() {
    this.node.focus({ preventScroll: true });
    this.session.state.undo();
  }

  #notices({ notices }) {
    return notices.length > 0 && h('section.notices', h('h3', t('answer.notices')), h('ul', notices.map((one) => h('li', icon('info'),
      h('div', one.text, ' ', one.pointer && factButton(one.pointer, this.context), ' ', sourceLinks(one.sources))))));
  }

  /** What to find out next, and what it would change. */
  #next({ missingInformation: missing, options }) {
    if (!missing.length) return null;
    const { describe } = this.context;
    const names = new Map(options.map((one) => [one.regimen.id, one.regimen.name]));
    const would = ({ regimen, to }) => h('span.would', names.get(regimen) ?? regimen, became(), verdictMark(to));
    const item = ({ finding, essential, wouldChange }) => h('li', { 'data-finding': finding },
      h('span.asked', missingFact(finding, this.context), weightMark(essential ? 'essential' : 'verify')),
      h('ul', grouped(wouldChange).map(([when, changes]) => h('li', h('span.when', describe.coded(finding, when)), h('span.changed', changes.map(would))))));
    return h('section.next', h('h3', t('next.title')), h('p.sub', t('next.lead')), h('ol', missing.slice(0, 3).map(item)),
      missing.length > 3 && h('details', h('summary', t('next.more', { n: missing.length - 3 })), h('ol', missing.slice(3).map(item))));
  }

  #options(answer, change) {
    const changed = new Set(change?.options.map((one) => one.id));
    return h('section.options', { 'aria-label': t('options.title') }, this.#compareBar(), VERDICTS.map((verdict) => {
      const options = answer.options.filter((one) => one.verdict === verdict);
      return options.length > 0 && this.#group(verdict, options, changed);
    }));
  }

  /** The options of one verdict. What was folded stays so, unless something in it changed. */
  #group(verdict, options, changed) {
    const group = h('details.verdict-group', {
      'data-verdict': verdict, open: !this.#folded.has(verdict) || options.some((one) => changed.has(one.regimen.id)),
      ontoggle: () => (group.open ? this.#folded.delete(verdict) : this.#folded.add(verdict)),
    }, h('summary', { 'data-key': `group-${verdict}` }, verdictMark(verdict), h('span.count', String(options.length)), h('span.meaning', t(`verdict.${verdict}.long`))),
    options.map((option) => {
      const { id } = option.regimen;
      return optionCard(option, {
        ...this.context, isOpen: this.#opened.has(id), isNew: changed.has(id), isCompared: this.compared.includes(id),
        toggle: (isOpen) => (isOpen ? this.#opened.add(id) : this.#opened.delete(id)), compare: (isOn) => this.#pick(id, isOn),
      });
    }));
    return group;
  }

  #compareBar() {
    this.bar = h('div.compare-bar', { hidden: true });
    this.#fillBar();
    return this.bar;
  }

  #pick(id, isOn) {
    this.compared = isOn ? [...this.compared.filter((one) => one !== id), id].slice(-2) : this.compared.filter((one) => one !== id);
    for (const box of this.body.querySelectorAll('.compare input')) box.checked = this.compared.includes(box.closest('[data-regimen]').dataset.regimen);
    this.#fillBar();
  }

  #fillBar() {
    const names = this.compared.map((id) => this.session.current?.answer.options.find((one) => one.regimen.id === id)?.regimen.name);
    this.bar.hidden = !names.length;
    replace(this.bar, names.length === 1 ? h('span', t('compare.one', { name: names[0] }))
      : h('button', { type: 'button', onclick: () => this.actions.compare() }, t('compare.two', { one: names[0], two: names[1] })));
  }

  #spoken(answer, change) {
    const [first] = answer.options;
    return [t('answer.spoken', { name: first?.regimen.name ?? '', verdict: first ? t(`verdict.${first.verdict}`) : '' }),
      change && t('answer.spoken.changes', { n: change.options.length })].filter(Boolean).join(' ');
  }
}

const became = () => h('span.to', icon('arrow'), h('span.unseen', t('changes.to')));

/** Changes by the value that brings them about. */
function grouped(changes) {
  const groups = new Map();
  for (const change of changes) groups.set(change.when, [...(groups.get(change.when) ?? []), change]);
  return [...groups];
}
