// What the documents name, held against what is there: they are read by whoever does not know better.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { methods } from '../../../src/contract/methods.ts'
import { permissions } from '../../../src/domain/permissions.ts'

const root = join(import.meta.dirname, '..', '..', '..')
const read = (file: string): string => readFileSync(join(root, file), 'utf8')
const documents = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: root })]
const found = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map(([, one = '']) => one)

test('every link and picture of the documents leads somewhere, and every picture is shown', () => {
  const links = documents.flatMap((file) =>
    found(read(file), /\]\(([^)#]+)[^)]*\)/g)
      .filter((link) => !/^https?:/.test(link))
      .map((link) => join(dirname(file), link)),
  )
  expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([])
  const pictures = globSync('docs/pictures/*', { cwd: root })
  expect(pictures.filter((picture) => !links.includes(picture))).toEqual([])
})

test('every command of the documents is one', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const commands = documents.flatMap((file) => found(read(file), /\bnpm (?:run )?(?:--silent )?([a-z:]+)/g))
  expect(commands.length).toBeGreaterThan(10)
  expect([...new Set(commands)].filter((command) => !(command in scripts))).toEqual([])
})

test('every key that goes to a screen, as the documents name it, does', () => {
  const screens = found(read('src/renderer/app/go-to.ts'), /keys: '(g [a-z])'/g)
  const named = documents.flatMap((file) => found(read(file), /`(g [a-z])`/g))
  expect([...new Set(named)].filter((keys) => ![...screens, 'g d'].includes(keys))).toEqual([])
})

test('the headless driver’s page lists the methods that it answers, and no others', () => {
  const listed = found(read('docs/headless.md'), /^\| `([a-z]+\.[A-Za-z]+)`/gm)
  const answered = Object.entries(methods).flatMap(([name, side]) => (side === 'shell' ? [] : [name]))
  expect(listed.toSorted()).toEqual(answered.toSorted())
})

test('the README’s list of permissions is that of the program', () => {
  const [needed = '', readable = '', writable = ''] = found(
    read('README.md'),
    /^ +\| [mrw][^|]+\|([^|]+)\|$/gm,
  )
  for (const { resource, level, optional } of permissions)
    expect(level === 'write' ? writable : optional ? readable : needed).toContain(resource)
})
