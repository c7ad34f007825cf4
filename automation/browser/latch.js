// Holds what somebody types, pastes or lets fill in a box for a secret until the way out is shut, and hands it over then.
// It comes before the page's own scripts and keeps what it needs of the browser to itself: a page could only put it on
// again (`arm`), which holds more, not take it off.
export const latch = (boxes, shut, arm) => {
  const ask = window[shut], held = new Map();
  const call = Function.prototype.call, bound = method => call.bind(method);
  const matches = bound(Element.prototype.matches), path = bound(Event.prototype.composedPath);
  const prevent = bound(Event.prototype.preventDefault), stop = bound(Event.prototype.stopImmediatePropagation);
  const dispatch = bound(EventTarget.prototype.dispatchEvent), text = bound(DataTransfer.prototype.getData);
  const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
  const get = bound(value.get), set = bound(value.set);
  const root = bound(Node.prototype.getRootNode);
  const queries = {9: bound(Document.prototype.querySelectorAll), 11: bound(DocumentFragment.prototype.querySelectorAll)};
  const all = (place, selector) => (queries[place.nodeType] ?? queries[9])(place.nodeType in queries ? place : document, selector);
  let closed = false, asked = false;

  const secret = event => {
    const found = path(event).find(each => each instanceof HTMLInputElement);
    return found && matches(found, boxes) ? found : null;
  };
  const close = async () => {
    if (closed || asked) return;
    asked = true;
    try {
      await ask();
      closed = true;
    } finally {
      asked = false;
    }
    const whole = [...held];
    held.clear();
    for (const [box, more] of whole) hand(box, get(box) + more);
  };
  // A code of one box a digit (FACTS §12.4) goes on in the boxes after it, as the page would have moved on.
  const hand = (box, typed) => {
    const one = box.maxLength === 1 && typed.length > 1;
    const after = one ? [...all(root(box), boxes)].filter(each => each.maxLength === 1) : [box];
    let rest = typed;
    for (const each of after.slice(Math.max(0, after.indexOf(box)))) {
      if (!rest) break;
      set(each, each.maxLength > 0 ? rest.slice(0, each.maxLength) : rest);
      rest = each.maxLength > 0 ? rest.slice(each.maxLength) : '';
      dispatch(each, new InputEvent('input', {bubbles: true, composed: true, inputType: 'insertText'}));
    }
  };
  const keep = (box, more) => { if (more) held.set(box, (held.get(box) || '') + more); };
  const hold = event => {
    const found = closed ? null : secret(event);
    if (!found) return;
    stop(event);
    const key = event.type === 'keydown' && event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (key) keep(found, event.key);
    else if (event.type === 'beforeinput') keep(found, event.data || (event.dataTransfer && text(event.dataTransfer, 'text')));
    else if (event.type === 'paste') keep(found, text(event.clipboardData, 'text'));
    else if (event.type === 'drop') keep(found, text(event.dataTransfer, 'text'));
    else if (event.type === 'input' && get(found)) {  // it was filled in: what stands in it is taken out again
      keep(found, get(found));
      set(found, '');
    }
    if (key || ['keypress', 'beforeinput', 'paste', 'drop'].includes(event.type)) prevent(event);
    close();
  };
  for (const kind of ['pointerdown', 'mousedown', 'touchstart', 'focus', 'focusin'])
    addEventListener(kind, event => { if (!closed && secret(event)) close(); }, true);
  for (const kind of ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'textInput', 'paste', 'drop', 'change',
    'compositionstart', 'compositionupdate', 'compositionend']) addEventListener(kind, hold, true);
  Object.defineProperty(window, arm, {value: () => { closed = false; }});
};
