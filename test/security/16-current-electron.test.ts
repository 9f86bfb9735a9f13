// Checklist 16, use a current version of Electron: exactly one version is pinned, and it is the one that is installed.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const read = (path: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', path), 'utf8'))

it('Electron is pinned to one exact version, which is installed', () => {
  const { devDependencies } = read('package.json') as { devDependencies: Record<string, string> }
  const pinned = devDependencies['electron'] ?? ''
  expect(pinned).toMatch(/^\d+\.\d+\.\d+$/)
  const { version } = read('node_modules/electron/package.json') as { version: string }
  expect(version).toBe(pinned)
})
