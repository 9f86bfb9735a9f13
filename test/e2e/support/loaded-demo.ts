// A profile whose demo desk is loaded to the end, made once per build and copied for every app that needs one: loading a year
// takes a while, and only the spec that is about loading should wait for it.
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openApp } from './app.ts'
import { builtApp, root } from './build.ts'
import { openDemo, settledCount } from './operator.ts'

/** The demo's year ends when it was first opened; an older one would look stale. */
const freshForMs = 6 * 3_600_000
/** Longer than any loading takes: whoever held the lock is gone. */
const lockHoldsForMs = 180_000

/** Fills the empty folder `profile` with a loaded demo desk. `folder`: the app to make it with. */
export async function copyLoadedDemo(profile: string, folder = builtApp): Promise<void> {
  const made = join(root, 'out', 'test', `demo-${hashOf(join(folder, 'out', 'main'))}`)
  const lock = `${made}.lock`
  for (;;) {
    if (isFresh(made)) break
    if (take(lock)) {
      try {
        await make(made, folder)
      } finally {
        rmSync(lock, { recursive: true, force: true })
      }
    } else await wait(500)
  }
  cpSync(made, profile, { recursive: true })
}

async function make(made: string, folder: string): Promise<void> {
  for (const name of readdirSync(join(root, 'out', 'test')))
    if (/^demo-\w+$/.test(name)) rmSync(join(root, 'out', 'test', name), { recursive: true, force: true })
  const profile = `${made}.new`
  rmSync(profile, { recursive: true, force: true })
  const app = await openApp({ profile, folder })
  await openDemo(app.page)
  await settledCount(app.page)
  await app.quit()
  renameSync(profile, made)
}

function isFresh(made: string): boolean {
  return existsSync(made) && Date.now() - statSync(made).ctimeMs < freshForMs
}

/** A folder is made by one process only. */
function take(lock: string): boolean {
  try {
    mkdirSync(lock, { recursive: false })
    return true
  } catch {
    if (existsSync(lock) && Date.now() - statSync(lock).mtimeMs > lockHoldsForMs)
      rmSync(lock, { recursive: true, force: true })
    return false
  }
}

function hashOf(folder: string): string {
  const hash = createHash('sha256')
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) hash.update(readFileSync(join(entry.parentPath, entry.name)))
  return hash.digest('hex').slice(0, 12)
}
