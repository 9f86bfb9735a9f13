// The shell's log: a few small rotating files for the operator and for support.
// Every line passes the redaction; payloads are never given to it. Losing a line is better than stopping the app.
import { appendFile, mkdir, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface Log {
  info(text: string): void
  warn(text: string): void
  /** Records a bug with its stack. */
  error(text: string, thrown?: unknown): void
  /** Resolves when everything said so far is in the file, or was lost to a full disk. */
  flush(): Promise<void>
}

export interface LogOptions {
  folder: string
  redact: (text: string) => string
  /** Bytes at which a file is set aside. */
  maxBytes?: number
  /** Files kept, the current one included. */
  keep?: number
  /** Unix milliseconds. */
  now?: () => number
}

const longestLine = 4_000

function describe(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.stack ?? `${thrown.name}: ${thrown.message}`
  return typeof thrown === 'string' ? thrown : 'something that is not an Error was thrown'
}

/** Opens the log `main.log` in `folder`; older files are main.1.log, main.2.log, … Lines are written in order. */
export function createLog(options: LogOptions): Log {
  const { folder, redact } = options
  const maxBytes = options.maxBytes ?? 1024 * 1024
  const keep = options.keep ?? 3
  const now = options.now ?? Date.now
  const file = (age: number): string => join(folder, age === 0 ? 'main.log' : `main.${age}.log`)

  let waiting: string[] = []
  let writing: Promise<void> | undefined

  async function rotate(): Promise<void> {
    const size = await stat(file(0)).then(
      (found) => found.size,
      () => 0,
    )
    if (size < maxBytes) return
    // rename replaces: the oldest falls off the end.
    for (let age = keep - 1; age > 0; age -= 1) {
      await rename(file(age - 1), file(age)).catch(() => undefined)
    }
  }

  async function drain(): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 }).catch(() => undefined)
    while (waiting.length > 0) {
      await rotate()
      const lines = waiting.join('')
      waiting = []
      await appendFile(file(0), lines, { mode: 0o600 }).catch(() => undefined)
    }
    writing = undefined
  }

  function say(level: string, text: string): void {
    // One entry, one line: what is logged can't forge another entry. Redacted before it is cut, so that no cut hides a key.
    const line = redact(text)
      .replaceAll(/[\r\n]+/g, ' | ')
      .slice(0, longestLine)
    waiting.push(`${new Date(now()).toISOString()} ${level} ${line}\n`)
    writing ??= drain()
  }

  return {
    info: (text) => say('info', text),
    warn: (text) => say('warn', text),
    error: (text, thrown) => say('error', thrown === undefined ? text : `${text}: ${describe(thrown)}`),
    async flush() {
      // What is said while the last lines are being written is drained by the same promise.
      await writing
    },
  }
}
