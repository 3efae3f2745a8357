/*
 * The counting page without a network: the page and what it needs are kept, and given when the network does not.
 * Nothing is sent from here: the outbox is driven by the page (old WeChat kernels have no Background Sync).
 *
 * Kept are pages of counting and their static files. The network goes first for a page, with a short patience; a
 * static file with a hash in its name never changes, so the kept one goes first.
 */
"use strict";

const CACHE = "counting-1";
const PAGE = /^\/my\/stops\/\d+\/count\/$/;
const HASHED = /\.[0-9a-f]{12}\.[a-z]+$/;
const PATIENCE = 4000; // milliseconds until a weak link counts as none, when a page is kept

self.addEventListener("install", function (event) {
  event.waitUntil(self.skipWaiting());
});

self.addEventListener("activate", function (event) {
  event.waitUntil(caches.keys().then(function (names) {
    return Promise.all(names.filter(function (name) { return name !== CACHE; }).map(function (name) {
      return caches.delete(name);
    }));
  }).then(function () { return self.clients.claim(); }));
});

// The first visit loads before this worker is there: the page then says what to keep.
self.addEventListener("message", function (event) {
  if (!event.data || event.data.keep === undefined) return;
  const kept = Promise.all(event.data.keep.map(function (address) {
    return fetch(address, { credentials: "same-origin" }).then(function (answer) { return keep(address, answer); });
  }));
  event.waitUntil(kept.then(function () {
    if (event.ports[0]) event.ports[0].postMessage("kept");
  }));
});

self.addEventListener("fetch", function (event) {
  const request = event.request;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && PAGE.test(address.pathname)) {
    event.respondWith(page(request, address.pathname));
  } else if (address.pathname.indexOf("/static/") === 0) {
    event.respondWith(HASHED.test(address.pathname) ? keptFirst(request) : networkFirst(request));
  }
});

// A page is kept under its path: with ?lang= or without it is the same page.
async function page(request, path) {
  const kept = await caches.match(path);
  const answer = fetch(request).then(function (fresh) {
    keep(path, fresh.clone());
    return fresh;
  });
  if (!kept) return answer;
  const patience = new Promise(function (resolve) { setTimeout(resolve, PATIENCE, kept); });
  return Promise.race([answer.catch(function () { return kept; }), patience]);
}

async function keptFirst(request) {
  const kept = await caches.match(request);
  return kept || networkFirst(request);
}

async function networkFirst(request) {
  try {
    const answer = await fetch(request);
    keep(request, answer.clone());
    return answer;
  } catch (error) {
    const kept = await caches.match(request);
    if (kept) return kept;
    throw error;
  }
}

// A redirect to the sign-in page must never stand in for the page.
async function keep(address, answer) {
  if (!answer.ok || answer.redirected || answer.type !== "basic") return;
  const cache = await caches.open(CACHE);
  await cache.put(address, answer);
}
