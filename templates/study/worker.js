/**
 * Keeps the frame of the study page and its files, and shows it where a question cannot be fetched.
 * It keeps no question, no answer and no page of anybody's.
 */
"use strict";

const FRAME = "{{ shell|escapejs }}";
const KEPT = "study {{ version }}";
const FILES = [{% for file in files %}"{{ file|escapejs }}", {% endfor %}];
const QUESTION = /^\/study\/(?:(?:attempts|sittings|exams)\/[^/]+|exams\/\d+\/\d+)\/$/;

async function fill() {
  const kept = await caches.open(KEPT);
  // Without cookies: the frame is nobody's.
  const requests = [FRAME, ...FILES].map((url) => new Request(url, { credentials: "omit", cache: "no-cache" }));
  await kept.addAll(requests);
  await self.skipWaiting();
}

async function empty() {
  const names = (await caches.keys()).filter((name) => name.startsWith("study ") && name !== KEPT);
  await Promise.all(names.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The network's answer; what is kept where there is none, or a proxy says so for it. */
async function answer(request, kept) {
  try {
    const response = await fetch(request);
    if (![502, 503, 504].includes(response.status)) return response;
    return (await caches.match(kept, { ignoreVary: true })) || response;
  } catch (problem) {
    const found = await caches.match(kept, { ignoreVary: true });
    if (found) return found;
    throw problem;
  }
}

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(empty()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate" && QUESTION.test(pathname)) event.respondWith(answer(request, FRAME));
  else if (FILES.includes(pathname)) event.respondWith(answer(request, pathname));
});
