// Finds Electron's own binary, which its package downloads from the releases page when it is first needed.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, runWithNode24 } from './run.mjs'
import { say } from './say.mjs'

const folder = join(root, 'node_modules', 'electron')

/** The path of the binary, or null where there is none yet. */
export function electronBinary() {
  const named = join(folder, 'path.txt')
  const name = existsSync(named) ? readFileSync(named, 'utf8') : 'electron'
  const path = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'), name)
  return existsSync(path) ? path : null
}

/** Downloads it, for at most a minute without an answer; null where it can't be had. */
export async function fetchElectron() {
  say("getting Electron's binary from its releases page …")
  const code = await runWithNode24(join('node_modules', 'electron', 'install.js'), [], {
    stdio: ['ignore', 'ignore', 'ignore'],
    timeout: 300_000,
  }).catch(() => 1)
  return code === 0 ? electronBinary() : null
}
