// What TypeScript needs to know of chromium.mjs, which is plain JavaScript so that any Node can run it.

/** The program's path (CHROMIUM_PATH alone, where it is set), or null. */
export function findChromium(): string | null
