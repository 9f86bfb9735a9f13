// What the page has to read before there is anything to see, told from the build itself.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { builtApp } from './support/build.ts'

const page = join(builtApp, 'out', 'renderer')

/** Without the hash of what is in it. */
const nameOf = (file: string): string => file.replace(/-[\w-]{8}\.js$/, '')

test('the window and its first list come in one file, without what only later screens share', () => {
  const atOnce = [
    ...readFileSync(join(page, 'index.html'), 'utf8').matchAll(/src="\.\/assets\/([^"]+\.js)"/g),
  ]
  expect(atOnce.map(([, file = '']) => nameOf(file))).toEqual(['rolldown-runtime', 'first'])
  const files = readdirSync(join(page, 'assets')).filter((file) => file.endsWith('.js'))
  const first = files.find((file) => nameOf(file) === 'first') ?? ''
  const imported = readFileSync(join(page, 'assets', first), 'utf8').matchAll(/\bfrom ?["']\.\/([^"']+)["']/g)
  expect([...imported].map(([, file = '']) => nameOf(file))).toEqual(['rolldown-runtime'])
  expect(files.map(nameOf)).toEqual(expect.arrayContaining(['later', 'refunds-screen']))
  expect(files.map(nameOf)).not.toContain('payments-screen')
})
