// The shell's small files: lenient to read, whole when written.
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readJson, writeJson } from '../../../electron/shell/files.ts'
import { temporaryFolder } from './folder.ts'

it('what was written is read back, in folders that did not exist', () => {
  const file = join(temporaryFolder(), 'deep', 'window.json')
  expect(writeJson(file, { x: 1 })).toBe(true)
  expect(readJson(file)).toEqual({ x: 1 })
})

it('a file that is missing or garbage reads as nothing', () => {
  const file = join(temporaryFolder(), 'window.json')
  expect(readJson(file)).toBeUndefined()
  writeFileSync(file, '{"x": 1')
  expect(readJson(file)).toBeUndefined()
})

it('writing leaves nothing beside the file', () => {
  const here = temporaryFolder()
  writeJson(join(here, 'window.json'), 1)
  writeJson(join(here, 'window.json'), 2)
  expect(readdirSync(here)).toEqual(['window.json'])
})

it('a place that cannot be written is a no, not an exception', () => {
  const file = join(temporaryFolder(), 'file')
  writeFileSync(file, '')
  expect(writeJson(join(file, 'window.json'), 1)).toBe(false)
})
