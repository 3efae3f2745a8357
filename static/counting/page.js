/*
 * The counting page: taps, the numbers, the bar that says where the numbers are, and the sheet of a dispute.
 *
 * The day is Asia/Shanghai's by the server's clock: each answer's Date header tells how far the phone's clock is off,
 * and that is kept for the days without a network.
 */
(function () {
  "use strict";

  const outbox = window.counting.outbox;
  const settings = JSON.parse(document.getElementById("counting-settings").textContent);
  const texts = JSON.parse(document.getElementById("counting-texts").textContent);
  const SHANGHAI = 8 * 3600 * 1000; // no summer time
  const MOST_TAPS = 50; // that can be taken back
  const KEEP_SETTLED = 60 * 24 * 3600 * 1000;
  const account = { id: settings.account, name: settings.accountName };
  let entry = null, day = "", whole = null, offset = 0, sender, filing;
  let work = Promise.resolve(); // changes follow one another, so that quick taps keep their order

  const part = function (id) { return document.getElementById(id); };

  function fill(text, facts) {
    return Object.keys(facts).reduce(function (filled, name) { return filled.replace("{" + name + "}", facts[name]); }, text);
  }
  function number(value) { return value.toLocaleString("en-US"); }
  function now() { return Date.now() + offset; }
  function inShanghai(moment) { return new Date(moment + SHANGHAI).toISOString(); }
  function shanghaiDay() { return inShanghai(now()).slice(0, 10); }
  function clock(moment) { return inShanghai(moment).slice(11, 19); }
  function key() { return outbox.keyOf(account.id, settings.stop, day); }

  // ---------------------------------------------------------------- counting

  function change(decide) {
    work = work.then(async function () {
      entry = await outbox.change(key(), function (found) {
        const own = found || outbox.newEntry(account, settings.stop, day);
        return decide(own) ? own : null;
      });
      render();
      outbox.tell();
      sender.soon();
    }).catch(cannotKeep);
    return work;
  }

  function tap(audience, count) {
    newDay();
    return change(function (own) {
      own.values[audience] = (own.values[audience] || 0) + count;
      own.taps = own.taps.concat([{ audience: audience, count: count, at: now() }]).slice(-MOST_TAPS);
      own.revision += 1;
      return true;
    });
  }

  function undo() {
    return change(function (own) {
      const last = own.taps.pop();
      if (!last) return false;
      own.values[last.audience] -= last.count;
      own.revision += 1;
      return true;
    });
  }

  function addGroup(event) {
    event.preventDefault();
    const field = part("group-count");
    const written = field.value.trim().replace(/[０-９]/g, function (digit) {
      return String(digit.charCodeAt(0) - 0xff10);
    });
    const right = /^[1-9][0-9]{0,3}$/.test(written);
    part("group-error").hidden = right;
    part("group-error").textContent = right ? "" : texts.groupRange;
    if (!right) return;
    tap(part("group-audience").value, Number(written));
    field.value = "";
  }

  // A page that stays open over midnight goes on with the new day; what the old one has goes on waiting.
  function newDay() {
    const today = shanghaiDay();
    if (today === day) return false;
    const first = day === "";
    day = today;
    entry = null;
    whole = null;
    part("today").textContent = new Date(day + "T00:00:00Z").toLocaleDateString(document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang, {
      month: "long", day: "numeric", weekday: "long", timeZone: "UTC",
    });
    document.querySelectorAll("[data-day-form]").forEach(function (link) {
      const address = settings.formAddress.replace("{day}", day);
      link.href = link.getAttribute("data-day-form") === "tallied" ? address + "?numbers=tallied#file" : address;
    });
    if (!first) reread();
    return true;
  }

  async function reread() {
    entry = await outbox.read(key());
    render();
  }

  function cannotKeep(error) {
    bar("conflict", texts.noStorageTitle, texts.noStorageText, texts.plainForm, function () {
      window.location.href = settings.formAddress.replace("{day}", day);
    });
    throw error;
  }

  // ---------------------------------------------------------------- what is shown

  const SHAPES = {
    saved: '<circle class="solid" cx="7" cy="7" r="6.2"/><path class="tick" d="M4.2 7.2l2 2 3.8-4.2"/>',
    waiting: '<circle cx="7" cy="7" r="5.4" stroke-dasharray="2.6 2.2"/>',
    conflict: '<path d="M1.6 4.4h8M7 1.8l2.8 2.6L7 7M12.4 9.6h-8M7 7L4.2 9.6 7 12.2"/>',
  };

  function bar(kind, title, detail, verb, act) {
    const line = part("outbox"), button = line.querySelector("button");
    line.className = "outbox " + kind;
    line.querySelector("svg").innerHTML = SHAPES[kind === "offline" ? "waiting" : kind];
    if (line.querySelector("b").textContent !== title) line.querySelector("b").textContent = title;
    line.querySelector(".detail").textContent = detail;
    button.hidden = !verb;
    button.textContent = verb || "";
    button.onclick = act || null;
  }

  async function render() {
    const values = entry ? entry.values : {};
    part("whole").textContent = number(outbox.sum(values));
    document.querySelectorAll("[data-sum]").forEach(function (place) {
      place.textContent = number(values[place.getAttribute("data-sum")] || 0);
    });
    const last = entry && entry.taps[entry.taps.length - 1];
    part("undo").disabled = !last;
    part("undo").querySelector("small").textContent = last
      ? fill(texts.undoText, { audience: texts[last.audience], count: number(last.count), time: clock(last.at) })
      : texts.undoNothing;
    renderWhole();
    await renderOutbox();
  }

  function renderWhole() {
    if (!whole || whole.day !== day) {
      part("all-counters").textContent = "";
      return;
    }
    const own = entry ? outbox.sum(entry.sent) : 0, others = whole.sum - own;
    if (sender.link.state === "online") {
      const text = others > 0 ? texts.others : texts.onlyThis;
      part("all-counters").textContent = fill(text, {
        others: number(others), all: number(others + outbox.sum(entry ? entry.values : {})),
      });
    } else {
      part("all-counters").textContent = fill(texts.lastKnown, { time: clock(whole.at).slice(0, 5), all: number(whole.sum) });
    }
  }

  async function renderOutbox() {
    const entries = await outbox.all();
    const own = entries.filter(function (one) { return one.account === account.id; });
    const waiting = own.reduce(function (count, one) { return count + outbox.waiting(one); }, 0);
    const disputed = own.filter(function (one) { return one.problem; })[0];
    const count = { count: number(waiting) };
    if (disputed) {
      const conflict = disputed.problem.status === 409;
      bar("conflict", conflict ? texts.conflictTitle : fill(texts.refusedTitle, count), disputed.problem.detail,
        conflict ? texts.look : texts.show, function () { openSheet(disputed); });
    } else if (sender.link.state === "sign in") {
      bar("offline", fill(texts.signInTitle, count), texts.signInText, texts.signIn, function () {
        window.location.href = settings.signInAddress;
      });
    } else if (sender.link.state === "offline" || sender.link.state === "failed") {
      const title = sender.link.state === "offline" ? texts.offlineTitle : texts.failedTitle;
      bar("offline", fill(title, count), texts.offlineText, texts.retry, function () { sender.nudge(); });
    } else if (waiting) {
      bar("waiting", fill(texts.sendingTitle, count), texts.sendingText);
    } else if (entry && entry.sentAt) {
      bar("saved", texts.savedTitle, clock(entry.sentAt));
    } else {
      bar("waiting", texts.emptyTitle, texts.emptyText);
    }
    renderOthers(entries, own);
  }

  function renderOthers(entries, own) {
    const list = part("waiting-days");
    list.textContent = "";
    own.filter(function (one) { return one.day !== day && outbox.waiting(one); }).forEach(function (one) {
      const item = document.createElement("li");
      item.textContent = fill(texts.waitingDay, { day: one.day, count: number(outbox.waiting(one)) });
      list.appendChild(item);
    });
    const foreign = entries.filter(function (one) { return one.account !== account.id && outbox.waiting(one); });
    part("other-account").hidden = !foreign.length;
    if (foreign.length) {
      part("other-account").textContent = fill(texts.otherAccount, {
        count: number(foreign.reduce(function (count, one) { return count + outbox.waiting(one); }, 0)),
        account: foreign[0].accountName,
      });
    }
    renderExport(entries.filter(function (one) { return outbox.waiting(one); }));
  }

  // As text to copy, since WeChat saves no files that a page makes; and as a file where that works.
  function renderExport(unsent) {
    const told = unsent.map(function (one) {
      return {
        account: one.accountName, stop: one.stop, day: one.day, counter: one.counter, revision: one.revision,
        values: one.values, acknowledged_revision: one.acknowledged,
      };
    });
    const text = told.length ? JSON.stringify(told, null, 1) : texts.exportNothing;
    part("export-text").value = text;
    const link = part("export-file");
    link.hidden = !told.length;
    link.href = "data:application/json;charset=utf-8," + encodeURIComponent(text);
  }

  // ---------------------------------------------------------------- a dispute

  function openSheet(disputed) {
    const problem = disputed.problem, current = problem.current || {};
    const theirs = sender.numbersOf(current), owner = problem.code === "counter_in_use";
    const conflict = problem.status === 409;
    part("sheet-title").textContent = owner ? texts.ownerTitle : conflict ? texts.conflictTitle : fill(texts.refusedTitle, {
      count: number(outbox.waiting(disputed)),
    });
    part("sheet-text").textContent = owner ? texts.ownerText : conflict ? texts.conflictText
      : problem.detail + " " + texts.refusedText;
    part("sheet-table").textContent = "";
    if (conflict && !owner) part("sheet-table").appendChild(bothTable(disputed, theirs));
    const choices = part("sheet-choices");
    choices.textContent = "";
    const mine = { count: number(outbox.sum(disputed.values)) };
    if (owner) {
      choice(fill(texts.newCounter, mine), "primary", function (own) { startAnew(own); });
      choice(texts.close, "", null);
    } else if (conflict) {
      choice(fill(texts.keepPhone, mine), "primary", function (own) {
        own.revision = Math.max(own.revision, current.revision || 0) + 1;
        own.problem = null;
      });
      choice(fill(texts.keepServer, { count: number(outbox.sum(theirs)) }), "", function (own) {
        own.values = theirs;
        own.sent = Object.assign({}, theirs);
        own.revision = own.acknowledged = current.revision || own.revision;
        own.taps = [];
        own.problem = null;
      });
      if (disputed.key === key()) choice(texts.later, "link", null, putAside);
      else choice(texts.close, "link", null);
    } else {
      choice(texts.retry, "primary", function (own) { own.problem = null; });
      choice(texts.close, "", null);
    }
    part("sheet").hidden = false;
    behindTheSheet(true);
    part("sheet").querySelector(".sheet-body").focus();

    // The disputed numbers wait under a key of their own; counting goes on with a new counter from 0.
    async function putAside() {
      await outbox.change(disputed.key + "/" + disputed.counter, function () { return Object.assign({}, disputed); });
      await outbox.change(disputed.key, function () { return outbox.newEntry(account, settings.stop, disputed.day); });
      await reread();
    }

    function choice(label, kind, decide, act) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = kind === "link" ? "link-button" : "button " + kind;
      button.textContent = label;
      button.onclick = async function () {
        closeSheet();
        if (act) await act();
        if (!decide) return;
        await outbox.change(disputed.key, function (own) {
          if (!own) return null;
          decide(own);
          return own;
        });
        await reread();
        sender.nudge();
      };
      choices.appendChild(button);
    }
  }

  // Nothing takes the focus while the sheet is open.
  function behindTheSheet(inert) {
    document.querySelectorAll(".skip-link, .counter-head, #counting").forEach(function (each) { each.inert = inert; });
  }

  function closeSheet() {
    part("sheet").hidden = true;
    behindTheSheet(false);
    part("outbox").querySelector("button").focus();
  }

  // The numbers go on under a counter of their own; the old counter stays as the server has it.
  function startAnew(own) {
    own.counter = outbox.newCounter();
    own.revision = 1;
    own.acknowledged = 0;
    own.sent = {};
    own.problem = null;
  }

  function bothTable(disputed, theirs) {
    const table = document.createElement("table");
    const line = function (cells, name) {
      const row = document.createElement("tr");
      cells.forEach(function (text, position) {
        const cell = document.createElement(name === "th" || !position ? "th" : "td");
        cell.textContent = text;
        if (position) cell.className = "numeric";
        row.appendChild(cell);
      });
      table.appendChild(row);
    };
    line([disputed.day, texts.phone, texts.server], "th");
    ["adult", "minor", "unspecified"].forEach(function (audience) {
      if (disputed.values[audience] === undefined && theirs[audience] === undefined) return;
      line([texts[audience], number(disputed.values[audience] || 0), number(theirs[audience] || 0)]);
    });
    line([texts.all, number(outbox.sum(disputed.values)), number(outbox.sum(theirs))]);
    return table;
  }

  // ---------------------------------------------------------------- the whole day, and the start

  async function askForDay() {
    if (document.hidden || !day) return;
    const asked = day;
    const answer = await sender.ask("GET", sender.address(settings.dayAddress, asked));
    if (answer.status === 200) {
      sender.link.state = "online";
      const sum = answer.body.draft.reduce(function (count, row) {
        return row.measure === "exhibition_visit" ? count + row.value : count;
      }, 0);
      whole = { day: asked, sum: sum, at: now() };
      await outbox.note("whole/" + settings.stop, whole);
    } else if (answer.status === 401 || answer.status === 403) {
      sender.link.state = "sign in";
    } else if (answer.status === 0) {
      sender.link.state = navigator.onLine ? "failed" : "offline";
    }
    render();
  }

  function keepForOffline() {
    if (!("serviceWorker" in navigator)) return;
    navigator.serviceWorker.register(settings.worker, { scope: settings.scope }).then(function () {
      return navigator.serviceWorker.ready;
    }).then(function (registration) {
      const addresses = Array.from(document.querySelectorAll("link[rel=stylesheet], script[src], link[rel=icon]"))
        .map(function (element) { return element.href || element.src; });
      const told = new MessageChannel();
      told.port1.onmessage = function () { document.documentElement.setAttribute("data-kept", "yes"); };
      registration.active.postMessage({ keep: [window.location.pathname].concat(addresses) }, [told.port2]);
    }).catch(function (error) {
      // Counting goes on without; only opening the page anew needs the network then.
      document.documentElement.setAttribute("data-kept", "no");
      console.warn(error);
    });
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  }

  async function start() {
    part("counting").hidden = false;
    sender = window.counting.newSender(settings, function (kind) {
      if (sender.link.offset !== null) offset = sender.link.offset;
      if (kind === "sent") askForDay();
      reread();
    });
    try {
      offset = (await outbox.noted("clock")) || 0;
      whole = await outbox.noted("whole/" + settings.stop);
    } catch (error) {
      day = shanghaiDay();
      cannotKeep(error);
    }
    const known = whole;
    newDay();
    whole = known;
    sender.link.state = navigator.onLine ? "unknown" : "offline";
    filing = window.counting.newFiling({
      settings: settings, texts: texts, sender: sender, fill: fill, number: number, key: key, clock: clock,
      day: function () { return day; }, counter: function () { return entry && entry.counter; },
    });
    part("open-filing").hidden = false;
    document.querySelectorAll("[data-tap]").forEach(function (button) {
      button.addEventListener("click", function () {
        tap(button.getAttribute("data-audience"), Number(button.getAttribute("data-tap")));
      });
    });
    part("undo").addEventListener("click", undo);
    part("group").addEventListener("submit", addGroup);
    part("sheet").addEventListener("keydown", function (event) { if (event.key === "Escape") closeSheet(); });
    outbox.listen(reread);
    await reread();
    await outbox.forgetSettled(inShanghai(now() - KEEP_SETTLED).slice(0, 10));
    await sender.flush();
    keepForOffline();
    setInterval(function () { if (newDay()) render(); askForDay(); }, 30000);
    document.addEventListener("visibilitychange", function () { if (!document.hidden) { newDay(); reread(); } });
    document.documentElement.setAttribute("data-ready", "yes");
  }

  start();
})();
