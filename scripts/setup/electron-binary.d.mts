// What TypeScript needs to know of electron-binary.mjs, which is plain JavaScript so that any Node can run it.

/** The path of the binary, or null where there is none yet. */
export function electronBinary(): string | null
/** The same where it can open a window: null also where there is no display. */
export function electronHere(): string | null
export function hasDisplay(): boolean
/** Downloads it, for at most five minutes; null where it can't be had. */
export function fetchElectron(): Promise<string | null>
