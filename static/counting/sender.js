/*
 * Sends what waits in the outbox, and asks for the day. Each send carries the whole running numbers of one counter
 * under their revision, so a lost answer, a second try or a second tab changes nothing.
 *
 * A send that the server refuses stays in the outbox with the answer (`problem`) until a person has decided; only a
 * 2xx settles an entry.
 */
(function () {
  "use strict";

  const outbox = window.counting.outbox;
  const TIMEOUT = 20000; // milliseconds; a weak link is slow before it is dead
  const FIRST_PAUSE = 2000, LONGEST_PAUSE = 60000;

  function cookie(name) {
    const found = document.cookie.split("; ").filter(function (part) { return part.indexOf(name + "=") === 0; })[0];
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  }

  /*
   * `heard(kind)` is called when something changed: "sending", "sent", "offline", "failed", "sign in", "problem".
   */
  window.counting.newSender = function (settings, heard) {
    let pause = FIRST_PAUSE, timer = null, running = null, again = false;
    const link = { state: "unknown", offset: null }; // offset: the server's clock minus this phone's, milliseconds

    function address(pattern, day, counter) {
      return pattern.replace("{day}", day).replace("{counter}", counter || "");
    }

    // Answers {status, body}; status 0 when no answer came.
    async function ask(method, url, body) {
      const stop = new AbortController();
      const late = setTimeout(function () { stop.abort(); }, TIMEOUT);
      try {
        const answer = await fetch(url, {
          method: method, credentials: "same-origin", redirect: "manual", signal: stop.signal,
          headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": cookie("csrftoken") },
          body: body === undefined ? undefined : JSON.stringify(body),
        });
        const text = await answer.text();
        const date = Date.parse(answer.headers.get("Date"));
        if (!isNaN(date)) {
          link.offset = date - Date.now();
          outbox.note("clock", link.offset);
        }
        return { status: answer.status, body: text ? JSON.parse(text) : null };
      } catch (error) {
        // No network, an answer cut off, or something between that does not speak JSON: nothing is known, ask again.
        return { status: 0, body: null };
      } finally {
        clearTimeout(late);
      }
    }

    function bodyOf(entry) {
      return {
        revision: entry.revision,
        values: Object.keys(entry.values).sort().map(function (audience) {
          return { measure: "exhibition_visit", audience: audience, value: entry.values[audience] };
        }),
        basis: "counted", method: "manual_tally",
        client_time: new Date().toISOString(),
        device: navigator.userAgent.slice(0, 120),
      };
    }

    function numbersOf(state) {
      const numbers = {};
      (state && state.values || []).forEach(function (value) {
        if (value.measure === "exhibition_visit") numbers[value.audience] = value.value;
      });
      return numbers;
    }

    function same(one, other) {
      return ["adult", "minor", "unspecified"].every(function (audience) {
        return (one[audience] || 0) === (other[audience] || 0);
      });
    }

    // Sends one entry; answers whether the next may follow.
    async function send(entry) {
      heard("sending");
      const answer = await ask("PUT", address(settings.tallyAddress, entry.day, entry.counter), bodyOf(entry));
      if (answer.status === 200 || answer.status === 201) {
        await settle(entry, answer.body);
        link.state = "online";
        return true;
      }
      if (answer.status === 401 || answer.status === 403) {
        link.state = "sign in";
        return false;
      }
      if (answer.status === 0 || answer.status >= 500 || answer.status === 429) {
        link.state = answer.status === 0 && !navigator.onLine ? "offline" : "failed";
        return false;
      }
      link.state = "online";
      await dispute(entry, answer.status, answer.body);
      return true;
    }

    function settle(sent, body) {
      return outbox.change(sent.key, function (entry) {
        if (!entry || entry.counter !== sent.counter) return null;
        if (body.superseded && body.revision > entry.revision) {
          // Not this phone's: its store was copied, or taken back to an earlier state.
          const numbers = numbersOf(body);
          if (same(numbers, entry.values)) {
            entry.revision = entry.acknowledged = body.revision;
          } else {
            entry.problem = { status: 409, code: "superseded", detail: "", current: body };
          }
          return entry;
        }
        if (sent.revision >= entry.acknowledged) {
          entry.acknowledged = sent.revision;
          entry.sent = Object.assign({}, sent.values);
          entry.sentAt = Date.now() + (link.offset || 0);
        }
        return entry;
      });
    }

    function dispute(sent, status, body) {
      return outbox.change(sent.key, function (entry) {
        if (!entry || entry.counter !== sent.counter) return null;
        const first = body && body.errors && body.errors[0] || {};
        entry.problem = {
          status: status, code: first.code || "", detail: body && body.detail || "",
          current: body && body.current || null,
        };
        return entry;
      });
    }

    async function sendWaiting() {
      const entries = (await outbox.all()).filter(function (entry) {
        return entry.account === settings.account && entry.revision > entry.acknowledged && !entry.problem;
      });
      for (const entry of entries) {
        if (!(await send(entry))) return false;
      }
      return true;
    }

    async function run() {
      do {
        again = false;
        const done = await sendWaiting();
        heard(done ? "sent" : link.state);
        outbox.tell();
        if (done) {
          pause = FIRST_PAUSE;
        } else {
          wake(pause);
          pause = Math.min(2 * pause, LONGEST_PAUSE);
          return false;
        }
      } while (again);
      return true;
    }

    // One sender at a time, over all tabs where the browser has locks; where not, two only send the same twice.
    function flush() {
      clearTimeout(timer);
      if (running) {
        again = true;
        return running;
      }
      running = navigator.locks ? navigator.locks.request("counting-send", run) : run();
      running = Promise.resolve(running).then(
        function (done) { running = null; return done; },
        function (error) { running = null; throw error; }
      );
      return running;
    }

    function wake(milliseconds) {
      clearTimeout(timer);
      timer = setTimeout(flush, milliseconds);
    }

    function nudge() {
      pause = FIRST_PAUSE;
      return flush();
    }

    window.addEventListener("online", nudge);
    window.addEventListener("offline", function () { link.state = "offline"; heard("offline"); });
    document.addEventListener("visibilitychange", function () { if (!document.hidden) nudge(); });

    return {
      link: link, flush: flush, nudge: nudge, ask: ask, address: address, numbersOf: numbersOf,
      // Soon, so that quick taps travel together.
      soon: function () { if (!running) wake(400); else again = true; },
    };
  };
})();
