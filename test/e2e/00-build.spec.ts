// What the page and the threads have to read before there is anything to see, told from the build itself.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { expect, test } from '@playwright/test'
import { builtApp } from './support/build.ts'

const page = join(builtApp, 'out', 'renderer')
const main = join(builtApp, 'out', 'main')

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

test('a thread reads no schema of the contract that it never asks', () => {
  const asks = (thread: string): boolean =>
    readBy(join(main, thread)).some((file) =>
      readFileSync(file, 'utf8').includes('// src/contract/schemas.ts'),
    )
  const answer = readdirSync(join(main, 'chunks')).find((file) => file.startsWith('answer-')) ?? ''
  expect(asks('index.js')).toBe(true)
  expect(['engine.js', join('chunks', answer), 'listener.js'].filter(asks)).toEqual([])
})

test('a thread that speaks HTTP does not read undici for it', async () => {
  const speaking = ['engine.js', 'listener.js', 'simulator.js'].map((thread) => readBy(join(main, thread)))
  const imports = (file: string): boolean => /from ["'](node:)?http["']/.test(readFileSync(file, 'utf8'))
  expect(speaking.flat().filter(imports)).toEqual([])
  const http = speaking.map((files) => files.find((file) => /[\\/]http-/.test(file)) ?? '')
  expect(new Set(http).size).toBe(1)
  expect(await readsUndici(pathToFileURL(http[0] ?? '').href)).toBe(false)
  expect(await readsUndici('node:http')).toBe(true)
})

/** The file and all that it imports at once, and that these import, and so on. */
function readBy(file: string): string[] {
  const files = new Set([file])
  for (const each of files)
    for (const [, imported = ''] of readFileSync(each, 'utf8').matchAll(/^import .*["'](\.[^"']+)["'];$/gm))
      files.add(join(dirname(each), imported))
  return [...files]
}

/** Whether a thread that imports this has read undici. */
async function readsUndici(specifier: string): Promise<boolean> {
  const tell = `process.moduleLoadList.some((each) => each.includes('undici'))`
  const program = `import(${JSON.stringify(specifier)}).then(() => require('node:worker_threads').parentPort.postMessage(${tell}))`
  const worker = new Worker(program, { eval: true, execArgv: [] })
  const { promise, resolve, reject } = Promise.withResolvers<boolean>()
  worker.once('message', resolve).once('error', reject)
  return promise
}
