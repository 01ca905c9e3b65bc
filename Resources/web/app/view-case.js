// The case: the form on one side, the answer on the other.
import { connection } from './connection.js';
import { freshID, h, replace } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { diseases, drugs, regimens, vocabulary } from './knowledge.js';
import { CaseForm } from './case-form.js';
import { Describer } from './describe.js';
import { misshapen } from './case-state.js';
import { amend, link } from './router.js';
import { pasteDialog, startMenu, welcome } from './case-start.js';

/** What is not needed for the first view comes when it is, or when nothing else is to be done. */
const later = {
  answer: () => import('./case-answer.js'), bundle: () => import('./case-bundle.js'), compare: () => import('./case-compare.js'), share: () => import('./share.js'),
};

/** @param {HTMLElement} root @param {import('./router.js').Route} route @param {{session: import('./case-session.js').CaseSession}} app */
export async function show(root, route, { session }) {
  const note = await receive(route, session);
  const all = await diseases();
  session.state.begin(all[0].id);
  const shell = new Shell(root, session, all, note);
  await shell.draw();
  const redraw = () => shell.update();
  session.addEventListener('change', redraw);
  session.addEventListener('asking', redraw);
  const changed = () => shell.refresh();
  session.state.addEventListener('change', changed);
  connection.addEventListener('change', redraw);
  if (!session.current) session.ask();
  (window.requestIdleCallback ?? setTimeout)(() => Object.values(later).forEach((load) => load().catch(() => {})));
  return () => {
    session.removeEventListener('change', redraw);
    session.removeEventListener('asking', redraw);
    session.state.removeEventListener('change', changed);
    connection.removeEventListener('change', redraw);
  };
}

/** Takes the case of a shared link out of the address. */
async function receive(route, session) {
  const text = route.query.get('c');
  if (!text) return null;
  amend('#/case');
  try {
    const { unpacked } = await later.share();
    const value = await unpacked(text);
    if (misshapen(value)) throw new TypeError();
    session.state.replace(value);
    return null;
  } catch {
    return t('share.broken');
  }
}

class Shell {
  #disease = '';
  #bundle = undefined;

  constructor(root, session, diseases, note) {
    Object.assign(this, { root, session, diseases, note });
    const goTo = (pointer) => { this.#pane('form'); this.form.goTo(pointer); };
    this.goTo = goTo;
    this.pane = h('div.pane-answer');
    session.page ??= { pane: 'form' };
  }

  /** Draws all of it for the disease of the case. */
  async draw() {
    const { session } = this;
    const { state } = session;
    this.#bundle = state.value.bundle;
    this.#disease = this.#diseaseNow();
    const isKnown = this.diseases.some((one) => one.id === this.#disease);
    const [words, allDrugs, allRegimens] = await Promise.all([
      vocabulary(isKnown ? this.#disease : this.diseases[0].id), drugs(), regimens(),
    ]);
    this.describe = new Describer(words, allDrugs, allRegimens);
    if (state.isBundle) {
      const { BundleView, bundleNames } = await later.bundle();
      this.describe.resources = bundleNames(state.value.bundle);
      this.form = new BundleView(state, this.describe);
    } else {
      this.form = new CaseForm(state, this.describe);
    }
    this.tabs = h('div.panes', { role: 'group', 'aria-label': t('case.panes') }, ['form', 'answer'].map((name) =>
      h('button', { type: 'button', 'data-pane': name, onclick: () => this.#pane(name) }, t(`case.pane.${name}`))));
    this.layout = h('div.case',
      h('h1.unseen', t('case.title')), this.tabs,
      h('div.pane-form', this.#head(), h('div.general-errors'), this.form.node),
      this.pane);
    replace(this.root, this.layout);
    this.#pane(session.page.pane);
    this.update();
  }

  /** That of the case; of a bundle, that which the service found in it. */
  #diseaseNow() {
    const { state, current } = this.session;
    return state.value.disease ?? (state.isBundle && current?.case.bundle === state.value.bundle ? current.answer.disease : this.#disease);
  }

  #head() {
    const { state } = this.session;
    const name = freshID('disease');
    const said = this.said = h('span.said', { role: 'status' }, this.note ?? this.#replaced());
    const act = (key, sign, action) => h('button.plain', { type: 'button', onclick: action, 'data-action': key }, icon(sign), t(`case.${key}`));
    return h('header.case-head',
      h('fieldset.diseases', h('legend.unseen', t('case.disease')), this.diseases.map((one) => h('label',
        h('input', { type: 'radio', name, checked: one.id === this.#disease, onchange: () => state.turnTo(one.id) }), h('span', one.name)))),
      h('div.actions', startMenu(),
        act('paste', 'plus', () => pasteDialog(this.session)),
        act('share', 'share', async () => {
          const { packed } = await later.share();
          const address = new URL(link('case', null, { c: await packed(state.value) }), location.href).href;
          await navigator.clipboard?.writeText(address).then(() => { said.textContent = t('share.copied'); }, () => amendTo(address, said));
          if (!navigator.clipboard) amendTo(address, said);
        }),
        act('download', 'download', async () => (await later.share()).download('case.json', `${JSON.stringify(state.value.bundle ?? state.value, null, 2)}\n`)),
        act('clear', 'clear', () => state.clear())), said);
  }

  /** What became of the case before, and the way back to it. */
  #replaced() {
    const { state } = this.session;
    return state.hasReplaced && [t('case.replaced'), ' ', h('button.link', { type: 'button', onclick: () => state.undo() }, t('changes.undo'))];
  }

  /** After the case has changed. */
  refresh() {
    const { state } = this.session;
    this.note = null;
    if (state.value.bundle !== this.#bundle || this.#diseaseNow() !== this.#disease) {
      state.begin(this.diseases[0].id);
      this.draw();
    } else {
      this.form.refresh();
      replace(this.said, this.#replaced());
    }
  }

  /** After an answer, or the lack of one. */
  update() {
    const { session, form } = this;
    if (session.state.isBundle && this.#diseaseNow() !== this.#disease) return this.draw();
    const errors = session.problem?.errors ?? [];
    const orphans = form.object(errors);
    form.weigh(session.current?.answer.missingInformation ?? []);
    form.read?.(session.current?.answer ?? null, this.goTo);
    this.#showAnswer(orphans);
    const first = session.current?.answer.options[0];
    const tab = this.tabs.querySelector('[data-pane=answer]');
    replace(tab, t('case.pane.answer'), first && !session.problem && h('span.tab-note', first.regimen.name), session.problem && h('span.tab-note', icon('caution'), t('case.pane.errors', { n: errors.length || 1 })));
    this.layout.classList.toggle('is-empty', session.state.isEmpty);
  }

  /** The answer, or the ways to begin while there is nothing to answer. */
  #showAnswer(orphans) {
    const { session, diseases, goTo } = this;
    if (this.answer) return this.answer.show(this.describe, orphans);
    if (session.state.isEmpty && !connection.isLost) {
      if (!this.pane.childElementCount) replace(this.pane, h('section.answer', { 'aria-labelledby': 'answer-title', 'aria-busy': 'false' }, welcome(session, diseases)));
      return;
    }
    this.coming ??= later.answer().then(({ AnswerView }) => {
      this.answer = new AnswerView(session, {
        goTo, welcome: () => welcome(session, diseases),
        compare: async () => (await later.compare()).compareDialog(this.answer.compared, session, { describe: this.describe, goTo }),
      });
      replace(this.pane, this.answer.node);
      this.update();
    });
  }

  /** On a narrow screen one of the two is shown. */
  #pane(name) {
    this.session.page.pane = name;
    this.layout.dataset.pane = name;
    for (const tab of this.tabs.children) tab.setAttribute('aria-pressed', String(tab.dataset.pane === name));
  }
}

/** Where the clipboard is out of reach, the address bar holds the link. */
function amendTo(address, said) {
  amend(new URL(address).hash);
  said.textContent = t('share.inAddress');
}
