// The rows of the lists that are open, as a page shows them. Where only the rows in view stand in the page, a list is
// scrolled from its top to its end and back, and each row counts once by its place. With `reach`, the list is left where
// the row at that place of the whole stands in the page, and its place among the options there is handed back.
async reach => {
  const STILL = 3;
  const tell = ROW;
  const seen = element => element.getClientRects().length > 0;
  const options = panel => [...panel.querySelectorAll('[role=option]')];
  const rows = panel => options(panel).filter(each => !each.querySelector('input')); // a search box can be an option
  const frame = () => new Promise(done => { requestAnimationFrame(() => done()); setTimeout(done, 100); });
  const panels = [...document.querySelectorAll('[role=listbox]')].filter(seen);
  const place = row => panels.flatMap(options).indexOf(row);
  const found = [];
  for (const panel of panels) {
    const now = rows(panel), port = PORT(panel);
    if (!port) {
      if (reach !== null && reach < found.length + now.length) return place(now[reach - found.length]);
      found.push(...now.map(tell));
      continue;
    }
    const before = port.scrollTop, whole = new Map(), most = 2000;
    const at = each => Math.round(each.getBoundingClientRect().top - port.getBoundingClientRect().top + port.scrollTop);
    const drawn = async () => { // a list may draw some frames after it was scrolled
      for (let before = '', same = 0, most = 15; same < STILL && most; most -= 1) {
        await frame();
        const now = rows(panel).map(at).join();
        same = now === before ? same + 1 : 0;
        before = now;
      }
    };
    port.scrollTop = 0;
    for (let step = 0; step < most; step += 1) {
      await drawn();
      for (const each of rows(panel)) if (!whole.has(at(each))) whole.set(at(each), tell(each));
      if (port.scrollTop + port.clientHeight >= port.scrollHeight - 2) break;
      port.scrollTop += Math.max(24, port.clientHeight * 0.7);
    }
    const sorted = [...whole].sort(([one], [other]) => one - other);
    if (reach !== null && reach < found.length + sorted.length) {
      const [top] = sorted[reach - found.length];
      port.scrollTop = top - port.clientHeight / 2; // to the middle, so that a click need not scroll any more
      await drawn();
      return place(rows(panel).find(each => at(each) === top));
    }
    port.scrollTop = before;
    await drawn();
    found.push(...sorted.map(([, told]) => told));
  }
  return reach === null ? found : -1;
}
