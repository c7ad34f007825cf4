// The rows of the lists that are open, as a page shows them. Where only the rows in view stand in the page, a list is
// scrolled from its top to its end and back, and each row counts once by its place. With `reach`, the list is left where
// the row at that place of the whole stands in the page, and its place among the rows there is handed back.
async reach => {
  const tell = ROW;
  const seen = element => element.getClientRects().length > 0;
  const rows = panel => [...panel.querySelectorAll('[role=option]')];
  const frame = () => new Promise(done => { requestAnimationFrame(() => done()); setTimeout(done, 100); });
  const inPage = () => panels.flatMap(rows);
  const panels = [...document.querySelectorAll('[role=listbox]')].filter(seen);
  const found = [];
  for (const panel of panels) {
    const now = rows(panel), port = PORT(panel);
    if (!port) {
      if (reach !== null && reach < found.length + now.length) return inPage().indexOf(now[reach - found.length]);
      found.push(...now.map(tell));
      continue;
    }
    const before = port.scrollTop, whole = new Map(), most = 2000;
    const placed = each => Math.round(each.getBoundingClientRect().top - port.getBoundingClientRect().top + port.scrollTop);
    port.scrollTop = 0;
    for (let step = 0; step < most; step += 1) {
      await frame();
      for (const each of rows(panel)) {
        const place = placed(each);
        if (!whole.has(place)) whole.set(place, tell(each));
        if (reach === null || reach - found.length !== whole.size - 1) continue;
        port.scrollTop = place - port.clientHeight / 2; // to the middle, so that a click need not scroll any more
        await frame();
        await frame();
        return inPage().findIndex(other => panel.contains(other) && placed(other) === place);
      }
      if (port.scrollTop + port.clientHeight >= port.scrollHeight - 2) break;
      port.scrollTop += Math.max(24, port.clientHeight * 0.7);
    }
    port.scrollTop = before;
    await frame();
    found.push(...[...whole].sort(([one], [other]) => one - other).map(([, told]) => told));
  }
  return reach === null ? found : -1;
}
