// What TypeScript needs to know of electron-binary.mjs, which is plain JavaScript so that any Node can run it.

/** The path of the binary, or null where there is none yet. */
export function electronBinary(): string | null
/** Downloads it, for at most a minute without an answer; null where it can't be had. */
export function fetchElectron(): Promise<string | null>
