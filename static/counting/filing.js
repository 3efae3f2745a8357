/*
 * Closing time: what all counters sent, filed as it is with one tap; and what came after the filing, shown until a
 * person takes it over or dismisses it with a reason. Other numbers and closed days go by the plain form.
 */
(function () {
  "use strict";

  const AUDIENCES = ["adult", "minor", "unspecified"];

  window.counting.newFiling = function (page) {
    const texts = page.texts, sender = page.sender, outbox = window.counting.outbox;
    const section = document.getElementById("filing"), body = document.getElementById("filing-body");
    const button = document.getElementById("file"), offer = document.getElementById("file-offer");
    let state = null;

    function element(name, text, className) {
      const made = document.createElement(name);
      if (text !== undefined) made.textContent = text;
      if (className) made.className = className;
      return made;
    }

    function say(text, kind) {
      const line = element("p", text, "message " + (kind || ""));
      if (kind === "error") line.setAttribute("role", "alert");
      body.appendChild(line);
    }

    function drafted() {
      const numbers = {};
      state.draft.forEach(function (row) {
        if (row.measure === "exhibition_visit") numbers[row.audience] = row.value;
      });
      return numbers;
    }

    function filedSum() {
      return (state.last_filed || []).reduce(function (whole, row) {
        return row.measure === "exhibition_visit" ? whole + row.value : whole;
      }, 0);
    }

    async function open() {
      document.getElementById("taps").hidden = true;
      section.hidden = false;
      await refresh();
    }

    function close() {
      section.hidden = true;
      document.getElementById("taps").hidden = false;
    }

    async function refresh() {
      body.textContent = "";
      offer.hidden = true;
      say(texts.loading);
      await sender.nudge();
      const answer = await sender.ask("GET", sender.address(page.settings.dayAddress, page.day()));
      body.textContent = "";
      if (answer.status !== 200) {
        say(answer.status === 401 || answer.status === 403 ? texts.signInText : texts.fileNeedsNetwork, "warning");
        return;
      }
      state = answer.body;
      await show();
    }

    async function show() {
      body.textContent = "";
      offer.hidden = true;
      await warnOfUnsent();
      body.appendChild(table());
      if (state.review === "verified") say(texts.verified);
      if (state.revision > 0) showFiled(); else offerFiling();
    }

    async function warnOfUnsent() {
      const entry = await outbox.read(page.key());
      const waiting = entry ? outbox.waiting(entry) : 0;
      if (waiting) say(page.fill(texts.unsentFirst, { count: page.number(waiting) }), "warning");
    }

    function table() {
      const whole = element("table"), head = element("tr");
      [texts.counter, texts.adult, texts.minor, texts.unspecified, texts.all].forEach(function (title, position) {
        head.appendChild(element("th", title, position ? "numeric" : ""));
      });
      whole.appendChild(element("thead")).appendChild(head);
      const rows = whole.appendChild(element("tbody"));
      state.tallies.forEach(function (tally, position) {
        const own = tally.counter === page.counter();
        const time = page.clock(Date.parse(tally.recorded_at)).slice(0, 5);
        const name = own ? texts.thisCounter : texts.counter + " " + (position + 1);
        rows.appendChild(row(name + " " + time, sender.numbersOf(tally)));
      });
      const last = row(texts.all, drafted());
      last.className = "total";
      rows.appendChild(last);
      return whole;
    }

    function row(name, numbers) {
      const made = element("tr");
      made.appendChild(element("th", name));
      AUDIENCES.forEach(function (audience) {
        const value = numbers[audience];
        made.appendChild(element("td", value === undefined ? "–" : page.number(value), "numeric"));
      });
      made.appendChild(element("td", page.number(outbox.sum(numbers)), "numeric"));
      return made;
    }

    function offerFiling() {
      const numbers = drafted();
      if (!Object.keys(numbers).length) {
        say(texts.nothingToFile);
        return;
      }
      button.textContent = page.fill(texts.fileButton, { count: page.number(outbox.sum(numbers)) });
      offer.hidden = false;
      button.disabled = false;
      button.onclick = function () { file(""); };
    }

    function showFiled() {
      const facts = {
        count: page.number(filedSum()), time: page.clock(Date.parse(state.filed_at)),
        receipt: state.stop + "-" + state.day.replace(/-/g, "") + "-" + state.revision,
      };
      say(page.fill(state.state === "closed" ? texts.filedClosed : texts.filedText, facts), "saved");
      if (state.late_evidence) offerDecision();
    }

    function offerDecision() {
      const tallied = outbox.sum(drafted()), filed = filedSum(), difference = tallied - filed;
      say(page.fill(texts.evidence, {
        difference: (difference > 0 ? "+" : "") + page.number(difference), tallied: page.number(tallied),
        filed: page.number(filed),
      }), "warning");
      const label = element("label", texts.dismissReason), reason = element("input");
      reason.maxLength = 500;
      reason.id = "dismiss-reason";
      label.htmlFor = reason.id;
      const take = element("button", page.fill(texts.takeOver, { count: page.number(tallied) }), "button primary");
      const keep = element("button", page.fill(texts.dismiss, { count: page.number(filed) }), "button");
      take.type = keep.type = "button";
      take.id = "take-over";
      keep.id = "dismiss";
      take.onclick = function () { file(texts.takeOverReason); };
      keep.onclick = function () { dismiss(reason); };
      const form = element("div", undefined, "form-row");
      form.appendChild(label);
      form.appendChild(reason);
      body.appendChild(take);
      body.appendChild(form);
      body.appendChild(keep);
    }

    // The same content under the same revision: a second tap, or a second try after a lost answer, changes nothing.
    async function file(reason) {
      const revision = state.revision + 1;
      const values = state.draft.map(function (row) {
        return { measure: row.measure, audience: row.audience, value: row.value, basis: row.basis, method: row.methods[0] };
      });
      const first = values[0];
      button.disabled = true;
      await decide("PUT", page.settings.dayAddress, {
        revision: revision, state: "counted", values: values, basis: first.basis, method: first.method, note: "",
        reason: reason,
      });
    }

    async function dismiss(reason) {
      if (!reason.value.trim()) {
        reason.focus();
        say(texts.reasonNeeded, "error");
        return;
      }
      await decide("POST", page.settings.dismissAddress, { revision: state.revision, reason: reason.value });
    }

    async function decide(method, pattern, content) {
      const answer = await sender.ask(method, sender.address(pattern, page.day()), content);
      if (answer.status === 200 || answer.status === 201) {
        state = answer.body;
        await show();
      } else if (answer.status === 409 && answer.body.current && answer.body.current.day) {
        state = answer.body.current;
        await show();
        say(page.fill(texts.fileConflict, { count: page.number(filedSum()) }), "error");
      } else {
        button.disabled = false;
        say(answer.status === 0 ? texts.fileNeedsNetwork : answer.body && answer.body.detail || texts.signInText, "error");
      }
    }

    document.getElementById("open-filing").addEventListener("click", open);
    document.getElementById("close-filing").addEventListener("click", close);
    return { open: open, isOpen: function () { return !section.hidden; }, refresh: refresh };
  };
})();
