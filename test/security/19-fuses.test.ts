// Checklist 19, check which fuses you can change: all are decided, and the package is built with what was decided.
import { join } from 'node:path'
import { FuseV1Options } from '@electron/fuses'
import { describe, expect, it } from 'vitest'
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
    expect(config).toMatchObject({ asar: true, asarUnpack: ['**/*.node'] })
    expect(JSON.stringify(config.files)).toContain('"!**/*.map"')
  })
})
