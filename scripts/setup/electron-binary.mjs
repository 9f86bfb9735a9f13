// Finds Electron's own binary, which its package downloads from the releases page when it is first needed.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root, runWithNode24 } from './run.mjs'
import { say } from './say.mjs'

const folder = join(root, 'node_modules', 'electron')

/** The path of the binary, or null where there is none yet. */
export function electronBinary() {
  const elsewhere = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const named = join(folder, 'path.txt')
  // It is written last: without it, what is there was cut off while it was unpacked.
  if (!existsSync(named) && !elsewhere) return null
  const name = existsSync(named) ? readFileSync(named, 'utf8') : 'electron'
  const path = join(elsewhere || join(folder, 'dist'), name)
  return existsSync(path) ? path : null
}

/** The same where it can open a window: null also where there is no display. */
export function electronHere() {
  return hasDisplay() ? electronBinary() : null
}

export function hasDisplay() {
  if (process.platform !== 'linux') return true
  return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
}

/** Downloads it, for at most five minutes; null where it can't be had. */
export async function fetchElectron() {
  say("getting Electron's binary from its releases page (some 120 MB, for at most five minutes) …")
  rmSync(join(folder, 'dist'), { recursive: true, force: true })
  const code = await runWithNode24(join('node_modules', 'electron', 'install.js'), [], {
    stdio: ['ignore', 'ignore', 'ignore'],
    timeout: 300_000,
  }).catch(() => 1)
  return code === 0 ? electronBinary() : null
}
