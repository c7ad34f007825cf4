// Shows what the gate and the program say, and tells them what the person does; it decides nothing.
'use strict';
const $ = id => document.getElementById(id);
const say = body => fetch('say', {method: 'POST', body: JSON.stringify(body)}).catch(() => {});
let number = '', drawn = '', chosen = false, turn = 0;

// A text in both languages, English before Hindi; the style sheet shows one of them.
const both = (node, text) => {
  const key = JSON.stringify(text || null);
  if (node.dataset.text === key) return node;  // what stays as it is is not read out again
  node.dataset.text = key;
  node.replaceChildren(...(text || []).map((words, place) => {
    const span = document.createElement('span');
    span.lang = ['en', 'hi'][place];
    span.textContent = words;
    return span;
  }).filter(span => span.textContent));
  return node;
};
const list = (id, texts, shown) => {
  $(id).replaceChildren(...texts.map(text => both(document.createElement('li'), text)));
  $(shown).hidden = !texts.length;
};
const byPerson = (id, act) => $(id).addEventListener('click', event => { if (event.isTrusted) act(); });

const language = lang => {
  document.documentElement.dataset.language = document.documentElement.lang = lang;
  $('language').textContent = lang === 'en' ? 'हिंदी' : 'English';
  $('language').lang = lang === 'en' ? 'hi' : 'en';
};

const field = (each, wrong) => {
  const label = document.createElement('label');
  const title = both(document.createElement('span'), each.label);
  const box = document.createElement(each.options ? 'select' : 'input');
  for (const option of each.options ? ['', ...each.options] : []) box.add(new Option(option, option));
  box.name = each.name;
  if (each.tick) {
    box.type = 'checkbox';
    box.value = 'on';
    box.checked = each.value === 'on';
    label.className = 'tick';
    label.append(box, title);
    return label;
  }
  if (!each.options) { box.type = 'text'; box.autocomplete = 'off'; box.spellcheck = false; }
  if (each.value) box.value = each.value;
  label.append(title, box);
  if (wrong) {
    const note = both(document.createElement('span'), wrong);
    note.className = 'wrong';
    note.id = `wrong-${each.name}`;
    box.setAttribute('aria-invalid', 'true');
    box.setAttribute('aria-describedby', note.id);
    label.append(note);
  }
  return label;
};
const form = scene => {
  $('particulars').hidden = !scene.fields;
  const key = JSON.stringify([scene.fields, scene.wrong]);
  if (!scene.fields || key === drawn) return;
  const typed = Object.fromEntries(new FormData($('particulars')));
  if (scene.title) both($('form-title'), scene.title);
  if (scene.submit) both($('hand-in'), scene.submit);
  $('fields').replaceChildren(...scene.fields.map(each =>
    field({...each, value: typed[each.name] ?? each.value}, (scene.wrong || {})[each.name])));
  drawn = key;
  const bad = $('fields').querySelector('[aria-invalid=true]');
  if (bad) bad.focus();
};

// The second press of a double click may already stand on the button of what is asked next.
const isSecond = event => event.detail > 1;

const replies = each => {
  const button = document.createElement('button');
  button.type = 'button';
  button.dataset.value = each.value;
  both(button, each.label);
  button.addEventListener('click', event => {
    if (event.isTrusted && !isSecond(event)) say({kind: 'reply', value: each.value, turn});
  });
  return button;
};
const answers = (scene, asked) => {
  const wanted = (scene.replies || []).map(each => each.value);
  const there = [...$('replies').children];
  $('replies').hidden = !wanted.length || Boolean(asked);
  if (wanted.join() === there.map(each => each.dataset.value).join())  // a button that is about to be pressed stays
    there.forEach((button, place) => both(button, scene.replies[place].label));
  else $('replies').replaceChildren(...(scene.replies || []).map(replies));
};

const steps = each => {
  const item = document.createElement('li');
  const circle = document.createElement('span');
  circle.className = 'number';
  circle.textContent = each.state === 'done' ? '✓' : each.number;
  item.className = each.state;
  if (each.state === 'current') item.setAttribute('aria-current', 'step');
  item.append(circle, both(document.createElement('span'), each.title));
  return item;
};

const question = asked => {
  const fresh = asked && asked.number !== number;
  number = asked ? asked.number : '';
  $('asked').hidden = !asked;
  if (!fresh) return;
  const words = lang => `${asked[lang] || asked.words}${asked.recipient ? ` (${asked.recipient})` : ''}?`;
  both($('asked-words'), [words('english'), words('hindi')]);
  for (const id of ['yes', 'no']) $(id).disabled = true;  // it may have come up under a finger that meant another one
  setTimeout(() => {
    if (number !== asked.number) return;
    for (const id of ['yes', 'no']) $(id).disabled = false;
    $('no').focus();  // a yes needs a decision
  }, 1000 * asked.dead + 50);
  $('asked-more').textContent = `${asked.method} ${asked.url}`;
};

const show = ({scene, present, asked}) => {
  if (scene.language && !chosen) language(scene.language);
  chosen ||= Boolean(scene.language);
  $('begin').hidden = present;
  $('told').hidden = !present || !scene.instruction;
  both($('instruction'), scene.instruction);
  both($('detail'), scene.detail);
  $('warnings').replaceChildren(...(scene.warnings || []).map(text => {
    const note = both(document.createElement('p'), text);
    note.className = 'warning';
    return note;
  }));
  $('steps').replaceChildren(...(scene.steps || []).map(steps));
  $('recording').hidden = !scene.silent;
  both($('why-title'), scene.why_title);
  list('reasons', scene.why || [], 'why');
  list('otps', scene.otps || [], 'clocks');
  list('differences', scene.differs || [], 'differs');
  list('due', scene.due || [], 'dates');
  list('said', scene.said || [], 'alerts');
  turn = scene.turn;
  form(scene);
  answers(scene, asked);
  question(asked);
};

byPerson('here', () => say({kind: 'present'}));
byPerson('yes', () => say({kind: 'answer', number, yes: true}));
byPerson('no', () => say({kind: 'answer', number, yes: false}));
byPerson('stop', () => say({kind: 'stop'}));
byPerson('language', () => {
  const lang = document.documentElement.dataset.language === 'en' ? 'hi' : 'en';
  language(lang);
  say({kind: 'language', language: lang});
});
$('hand-in').addEventListener('click', event => { if (isSecond(event)) event.preventDefault(); });
$('particulars').addEventListener('submit', event => {
  event.preventDefault();
  if (event.isTrusted) say({kind: 'particulars', values: Object.fromEntries(new FormData($('particulars'))), turn});
});

const events = new EventSource('events');
events.addEventListener('message', event => show(JSON.parse(event.data)));
events.addEventListener('error', () => { events.close(); $('gone').hidden = false; $('asked').hidden = true; });
