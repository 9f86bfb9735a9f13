import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { installedNode } from '../../../../scripts/setup/run.mjs'

const root = join(import.meta.dirname, '..', '..', '..', '..')

interface Locked {
  packages: Record<string, { os?: string; cpu?: string; bin?: Record<string, string> }>
}
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Locked
const nodes = Object.entries(packages).filter(
  ([path]) => /^node_modules\/node-\w+-\w+$/.test(path) && packages[path]?.os,
)

describe('the Node 24 that is installed with the packages', () => {
  it('is known for more than one platform', () => expect(nodes.length).toBeGreaterThan(3))

  // On Windows node_modules/.bin holds scripts that start a program, never the program.
  it.each(nodes)('is found in its own package: %s', (path, { os = '', cpu = '', bin }) => {
    expect(installedNode(os, cpu)).toBe(join(root, path, bin?.['node'] ?? ''))
  })
})
