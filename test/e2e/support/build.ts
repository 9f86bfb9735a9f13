// Builds the app where its sources are newer than the last build, and sets that build aside for the run, so that a build
// made meanwhile cannot change what is being tested.
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..', '..')

/** An app folder as Electron takes it: package.json, resources/, out/. */
export const builtApp = join(root, 'out', 'test', 'app')

const parts = ['main', 'preload', 'renderer']

export default function build(): void {
  buildIfStale()
  rmSync(builtApp, { recursive: true, force: true })
  for (const part of parts)
    cpSync(join(root, 'out', part), join(builtApp, 'out', part), { recursive: true, dereference: true })
  cpSync(join(root, 'resources'), join(builtApp, 'resources'), { recursive: true })
  cpSync(join(root, 'package.json'), join(builtApp, 'package.json'))
}

/** @throws when the build fails. */
export function buildIfStale(): void {
  if (isBuildFresh()) return
  const { status } = spawnSync('npx', ['electron-vite', 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (status !== 0) throw new Error('The build failed: `npm run check` says more.')
}

/** Whether what is built was built of the sources as they are. */
export function isBuildFresh(): boolean {
  const sources = Math.max(
    ...['src', 'electron', 'resources'].map((folder) => newestIn(join(root, folder))),
    ...['package-lock.json', 'electron.vite.config.ts'].map((file) => statSync(join(root, file)).mtimeMs),
  )
  const [oldest = 0] = parts.map((part) => newestIn(join(root, 'out', part))).toSorted((a, b) => a - b)
  return oldest > sources
}

/** When the newest file below a folder was written, milliseconds; 0 when there is none. */
function newestIn(folder: string): number {
  if (!existsSync(folder)) return 0
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((newest, entry) => Math.max(newest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0)
}
