// The answer to a case: what follows from it, what changed, what to find out, and the options by verdict.
import { announce } from './announce.js';
import { connection } from './connection.js';
import { differences } from './changes.js';
import { h, joined, replace } from './dom.js';
import { icon } from './icons.js';
import { capital, t } from './i18n.js';
import { factButton, missingFact, optionCard } from './case-option.js';
import { sourceLinks, truthMark, verdictMark, VERDICTS } from './marks.js';
import { refractorinessPanel } from './case-refractoriness.js';
import { link } from './router.js';

/** Shows the answers of a session as they come. */
export class AnswerView {
  node = h('section.answer', { 'aria-labelledby': 'answer-title' });
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
    this.context = { describe, goTo: this.actions.goTo };
    this.node.setAttribute('aria-busy', String(session.isAsking));
    replace(this.status, this.#status(orphans));
    this.node.classList.toggle('is-outdated', session.isOutdated && (session.problem !== null || connection.isLost));
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
    replace(this.body, this.#head(answer), change && this.#changes(change), isUrgent && notices, h('div.answer-columns', null,
      this.#options(answer, change), h('div.answer-aside', null, this.#next(answer), !isUrgent && notices, this.#derived(answer))));
    announce(this.#spoken(answer, change));
  }

  /** Opens an option and brings it into sight. */
  open(id) {
    const card = this.body.querySelector(`[data-regimen="${CSS.escape(id)}"]`);
    if (!card) return;
    card.closest('details.verdict-group')?.setAttribute('open', '');
    card.open = true;
    card.scrollIntoView({ block: 'start' });
    card.querySelector('summary').focus({ preventScroll: true });
  }

  #status(orphans) {
    const { session } = this;
    if (connection.isLost) {
      return h('div.banner', { 'data-kind': 'lost', role: 'alert' }, icon('caution'), h('div', null, h('b', null, t('lost.title')), ' ',
        t(session.current ? 'lost.outdated' : 'lost.none')), h('button', { type: 'button', onclick: () => connection.retry() }, t('lost.retry')));
    }
    if (session.problem) {
      const { errors } = session.problem;
      return h('div.banner', { 'data-kind': 'problem', role: 'alert' }, icon('caution'), h('div', null, h('b', null, t('problem.title')), ' ',
        t(session.current ? 'problem.outdated' : 'problem.none'), h('ul', null, errors.length
          ? errors.map((one) => h('li', null, orphans.includes(one) || !this.context ? [h('code', null, one.pointer), ' '] : [factButton(one.pointer, this.context), ' '], one.detail))
          : h('li', null, session.problem.message))));
    }
    return session.isAsking ? h('div.progress', { role: 'progressbar', 'aria-label': t('answer.asking') }) : null;
  }

  #head(answer) {
    const { assessment } = answer;
    return h('header.answer-head', null,
      h('div.answer-title', null, h('h2', { id: 'answer-title' }, assessment.nextLine ? t('answer.line', { n: assessment.nextLine }) : t('answer.title')),
        h('a.button.plain', { href: link('pathway', answer.disease) }, icon('arrow'), t('answer.pathway')),
        h('a.button', { href: link('board'), 'data-action': 'board' }, icon('print'), t('case.board'))),
      h('p.summary', null, assessment.summary));
  }

  /** What follows from the case by the knowledge’s definitions. */
  #derived({ assessment }) {
    const facts = [...assessment.facts].sort((one, two) => Number(one.value === false) - Number(two.value === false));
    return [
      assessment.refractoriness && refractorinessPanel(assessment.refractoriness, this.context),
      h('details.derived', null, h('summary', null, t('answer.facts', { n: facts.length })), h('ul', null, facts.map((one) => this.#fact(one)))),
    ];
  }

  #fact(fact) {
    return h('li', null, truthMark(fact.value), h('span', null, h('b', null, fact.label), h('span.because', null, fact.because, ' ',
      h('span.facts', null, fact.from.map((pointer) => factButton(pointer, this.context)), (fact.missing ?? []).map((name) => missingFact(name, this.context))))));
  }

  #changes({ facts, options, first }) {
    const { describe } = this.context;
    const said = facts.map(({ pointer, from, to }) => h('li', null, this.#changedFact(describe, pointer, from, to)));
    return h('section.changes', { 'data-changes': options.length }, h('h3', null, t('changes.title')), h('ul.changed-facts', null, said),
      first && h('p', null, t('changes.first', first)),
      options.length ? h('ul.changed-options', null, options.map((one) => h('li', { 'data-regimen': one.id },
        h('button.link', { type: 'button', onclick: () => this.open(one.id) }, one.name), ' ', one.from && [verdictMark(one.from), h('span.to', { 'aria-label': t('changes.to') }, icon('arrow'))], verdictMark(one.to),
        one.criteria.length > 0 && h('span.because', null, one.criteria.slice(0, 2).map((each) =>
          h('span.line', null, icon(each.to), t('changes.because', { text: each.text, because: each.because }))))))) : h('p', null, t('changes.none')),
      this.session.state.canUndo && h('button.plain', { type: 'button', onclick: () => this.session.state.undo() }, icon('undo'), t('changes.undo')));
  }

  #changedFact(describe, pointer, from, to) {
    return t('changes.fact', { what: capital(describe.label(pointer)), from: describe.value(pointer, from), to: describe.value(pointer, to) });
  }

  #notices(answer) {
    if (!answer.notices.length) return null;
    return h('section.notices', null, h('h3', null, t('answer.notices')), h('ul', null, answer.notices.map((one) => h('li', null, icon('info'), h('div', null, one.text, ' ',
      one.pointer && factButton(one.pointer, this.context), ' ', sourceLinks(one.sources))))));
  }

  /** What to find out next, and what it would change. */
  #next(answer) {
    const missing = answer.missingInformation;
    if (!missing.length) return null;
    const names = new Map(answer.options.map((one) => [one.regimen.id, one.regimen.name]));
    const item = (one) => h('li', { 'data-finding': one.finding }, h('span.asked', null, missingFact(one.finding, this.context), h('span.weight', { 'data-weight': one.essential ? 'essential' : 'verify', title: t(`weight.${one.essential ? 'essential' : 'verify'}.long`) }, t(`weight.${one.essential ? 'essential' : 'verify'}`))),
      h('ul', null, grouped(one.wouldChange).map(([when, changes]) => h('li', null, h('span.when', null, t('next.when', { value: said(when) })), h('span.changed', null, joined(changes.map((change) =>
        h('span.would', null, names.get(change.regimen) ?? change.regimen, ' ', h('span.to', null, icon('arrow')), verdictMark(change.to))), ' '))))));
    return h('section.next', null, h('h3', null, t('next.title')), h('p.sub', null, t('next.lead')), h('ol', null, missing.slice(0, 3).map(item)),
      missing.length > 3 && h('details', null, h('summary', null, t('next.more', { n: missing.length - 3 })), h('ol', { start: 4 }, missing.slice(3).map(item))));
  }

  #options(answer, change) {
    const changed = new Set(change?.options.map((one) => one.id));
    return h('section.options', null, this.#compareBar(), VERDICTS.map((verdict) => {
      const options = answer.options.filter((one) => one.verdict === verdict);
      if (!options.length) return null;
      const group = h('details.verdict-group', {
        'data-verdict': verdict, open: !this.#folded.has(verdict) || options.some((one) => changed.has(one.regimen.id)),
        ontoggle: () => (group.open ? this.#folded.delete(verdict) : this.#folded.add(verdict)),
      }, h('summary', { 'data-key': `group-${verdict}` }, verdictMark(verdict), h('span.count', null, String(options.length)), h('span.meaning', null, t(`verdict.${verdict}.long`))),
      options.map((option) => optionCard(option, {
        ...this.context, isOpen: this.#opened.has(option.regimen.id), isNew: changed.has(option.regimen.id), isCompared: this.compared.includes(option.regimen.id),
        toggle: (isOpen) => (isOpen ? this.#opened.add(option.regimen.id) : this.#opened.delete(option.regimen.id)),
        compare: (isOn) => this.#pick(option.regimen.id, isOn),
      })));
      return group;
    }));
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
    replace(this.bar, names.length === 1 ? h('span', null, t('compare.one', { name: names[0] }))
      : h('button', { type: 'button', onclick: () => this.actions.compare() }, t('compare.two', { one: names[0], two: names[1] })));
  }

  #spoken(answer, change) {
    const [first] = answer.options;
    return [t('answer.spoken', { name: first?.regimen.name ?? '', verdict: first ? t(`verdict.${first.verdict}`) : '' }),
      change && t('answer.spoken.changes', { n: change.options.length })].filter(Boolean).join(' ');
  }
}

/** Changes by the value that brings them about. */
function grouped(changes) {
  const groups = new Map();
  for (const change of changes) groups.set(change.when, [...(groups.get(change.when) ?? []), change]);
  return [...groups];
}

/** A value of a finding in words: the service writes flags as they stand in JSON. */
const said = (when) => (when === 'true' ? t('state.yes') : when === 'false' ? t('state.no') : when);
