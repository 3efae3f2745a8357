/*
 * What this phone has counted, kept in IndexedDB until the server has it, and after.
 *
 * One entry is the register of one counter for one account, stop and day: its running numbers, the revision that a
 * tap raised, and the revision that the server acknowledged. An entry whose revision is higher than the acknowledged
 * one waits to be sent; there is no queue beside it. Each change is one transaction, so two tabs never write over
 * each other, and nothing but an acknowledgement settles an entry.
 *
 * ES2017, no modules: the same old kernels as portal.js.
 */
(function () {
  "use strict";

  const NAME = "tourexhibit-counting";
  const ENTRIES = "entries";
  const NOTES = "notes"; // small facts: the server's clock, the last known sum of a day
  let opened = null;

  function open() {
    if (!opened) {
      opened = new Promise(function (resolve, reject) {
        const request = indexedDB.open(NAME, 1);
        request.onupgradeneeded = function () {
          request.result.createObjectStore(ENTRIES, { keyPath: "key" });
          request.result.createObjectStore(NOTES, { keyPath: "key" });
        };
        request.onsuccess = function () { resolve(request.result); };
        request.onerror = function () { reject(request.error); };
      });
    }
    return opened;
  }

  // Resolves when the change is on the disk, not only in memory.
  async function inTransaction(store, mode, work) {
    const database = await open();
    return new Promise(function (resolve, reject) {
      const transaction = database.transaction(store, mode, { durability: "strict" });
      let result;
      work(transaction.objectStore(store), function (value) { result = value; });
      transaction.oncomplete = function () { resolve(result); };
      transaction.onerror = transaction.onabort = function () { reject(transaction.error); };
    });
  }

  function read(store, key) {
    return inTransaction(store, "readonly", function (objects, give) {
      const request = objects.get(key);
      request.onsuccess = function () { give(request.result || null); };
    });
  }

  function all() {
    return inTransaction(ENTRIES, "readonly", function (objects, give) {
      const request = objects.getAll();
      request.onsuccess = function () { give(request.result); };
    });
  }

  // `decide(entry or null)` returns the entry to store, or null to leave it as it is; answers what stands then.
  function change(key, decide) {
    return inTransaction(ENTRIES, "readwrite", function (objects, give) {
      const request = objects.get(key);
      request.onsuccess = function () {
        const found = request.result || null;
        const decided = decide(found);
        if (decided) {
          decided.key = key;
          objects.put(decided);
        }
        give(decided || found);
      };
    });
  }

  function note(key, value) {
    return inTransaction(NOTES, "readwrite", function (objects) { objects.put({ key: key, value: value }); });
  }

  async function noted(key) {
    const found = await read(NOTES, key);
    return found ? found.value : null;
  }

  // Settled entries of long ago go; one that waits or is in dispute never does.
  async function forgetSettled(before) {
    const entries = await all();
    const old = entries.filter(function (entry) {
      return entry.day < before && entry.revision <= entry.acknowledged && !entry.problem;
    });
    return inTransaction(ENTRIES, "readwrite", function (objects) {
      old.forEach(function (entry) { objects.delete(entry.key); });
    });
  }

  function newCounter() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes).map(function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  function keyOf(account, stop, day) {
    return account + "/" + stop + "/" + day;
  }

  function newEntry(account, stop, day) {
    return {
      account: account.id, accountName: account.name, stop: stop, day: day, counter: newCounter(),
      revision: 0, acknowledged: 0, values: {}, sent: {}, taps: [], sentAt: null, problem: null,
    };
  }

  function sum(values) {
    return Object.keys(values).reduce(function (whole, audience) { return whole + values[audience]; }, 0);
  }

  // How many visits the server does not have yet; at least 1 while anything waits, also a taken-back tap.
  function waiting(entry) {
    if (entry.revision <= entry.acknowledged) return 0;
    return Math.max(1, Math.abs(sum(entry.values) - sum(entry.sent)));
  }

  // Other tabs hear of a change, and read anew.
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(NAME) : null;
  function tell() { if (channel) channel.postMessage("changed"); }
  function listen(hear) { if (channel) channel.onmessage = hear; }

  window.counting = {
    outbox: {
      open: open, all: all, change: change, note: note, noted: noted, forgetSettled: forgetSettled,
      read: function (key) { return read(ENTRIES, key); },
      newCounter: newCounter, newEntry: newEntry, keyOf: keyOf, sum: sum, waiting: waiting, tell: tell, listen: listen,
    },
  };
})();
