// The headless driver is what docs/headless.md says: the example of that page is run here, line by line.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { methods } from '../../../src/contract/index.ts'
import { programOf } from '../../programs.ts'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import { aHome, refundsOf } from './desk.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const page = readFileSync(`${root}docs/headless.md`, 'utf8')

let bench: Bench
beforeAll(async () => {
  bench = await openBench({ seed: 'headless', size: { customers: 5, payments: 30 } })
})
afterAll(() => bench.close())

interface Line {
  id?: number | string | null
  ok?: boolean
  value?: Record<string, unknown>
  error?: { code: string; message: string }
  push?: string
  payload?: unknown
}

function start(...options: string[]) {
  return startFrom(process.cwd(), ...options)
}

/** As `npm run headless`, called in that folder. */
function startFrom(folder: string, ...options: string[]) {
  const env = { ...process.env, BURSAR_CALLED_FROM: folder }
  const child = spawn(process.execPath, [programOf('headless'), ...options], { stdio: 'pipe', env })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: Line[] = []
  const waiting = new Set<() => void>()
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(JSON.parse(line) as Line)
    for (const look of waiting) look()
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    lines,
    ended,
    errors: () => errors,
    write: (text: string) => void child.stdin.write(`${text}\n`),
    end: () => void child.stdin.end(),
    deafen: () => void child.stdout.destroy(),
    reply: (id: unknown): Promise<Line> =>
      new Promise((resolve) => {
        const look = (): void => {
          const line = lines.find((candidate) => candidate.push === undefined && candidate.id === id)
          if (!line) return
          waiting.delete(look)
          resolve(line)
        }
        waiting.add(look)
        look()
      }),
  }
}

test('the example of docs/headless.md runs as it is printed', { timeout: 90_000 }, async () => {
  const printed = /```jsonl\n([^`]*)```/.exec(page)?.[1]?.trim().split('\n') ?? []
  expect(printed.length).toBeGreaterThan(8)
  const payment = await bench.pay(5000)
  // What differs from machine to machine, as the page prints it, and as it is here.
  const real = new Map([
    ['sk_test_YOUR_KEY', bench.simulator.accounts[0]!.keys.secretTest],
    ['http://127.0.0.1:12111', bench.simulator.baseUrl],
    ['acct_1ABC', bench.account],
    ['pi_3ABC', payment.id as string],
  ])
  const driver = start('--home', aHome(), '--no-keychain')
  for (const [index, line] of printed.entries()) {
    if (!line.startsWith('> ')) continue
    const asked = [...real].reduce((text, [shown, here]) => text.replaceAll(shown, here), line.slice(2))
    driver.write(asked)
    const { id } = JSON.parse(asked) as Line
    const said = await driver.reply(id)
    const shown = JSON.parse(printed[index + 1]!) as Line
    expect(shown.id).toBe(id)
    expect(said.ok).toBe(shown.ok)
    expect(namesIn(said)).toEqual(expect.arrayContaining(namesIn(shown)))
    expect(wordsIn(said)).toEqual(expect.arrayContaining(wordsIn(shown)))
  }
  driver.end()
  expect(await driver.ended).toBe(0)
  expect(driver.errors()).toBe('')
  expect(refundsOf(bench, payment.id).map(({ amount }) => amount)).toEqual([1500])
  const pushes = new Set(driver.lines.map(({ push }) => push))
  expect([...pushes]).toEqual(
    expect.arrayContaining(['desk.changed', 'data.changed', 'order.changed', 'sync.changed']),
  )
  for (const name of pushes) expect(name === undefined || page.includes(`\`${name}\``)).toBe(true)
})

/** Every name of the printed reply, as a path. */
function namesIn(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.slice(0, 1).flatMap((item) => namesIn(item, `${path}[]`))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => [
    `${path}.${name}`,
    ...namesIn(inner, `${path}.${name}`),
  ])
}

/** What a state is called is the same on every machine. */
function wordsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    ['state', 'status', 'phase', 'mode', 'refundStatus', 'code'].includes(name)
      ? [`${name}: ${String(inner)}`]
      : wordsIn(inner),
  )
}

test('the page lists every method that is answered here, and no other', () => {
  const listed = [...page.matchAll(/^\| `([a-z]+\.[a-zA-Z]+)` +\|/gm)].map(([, name]) => name)
  const answered = Object.entries(methods)
    .filter(([, side]) => side !== 'shell')
    .map(([name]) => name)
  expect(new Set(listed)).toEqual(new Set(answered))
})

test(
  'what is no request is answered, live keys are refused, a home is not shared',
  { timeout: 90_000 },
  async () => {
    const home = aHome()
    const driver = start('--home', home, '--no-keychain')
    driver.write('hello')
    expect(await driver.reply(null)).toMatchObject({ ok: false, error: { code: 'bad_request' } })
    driver.write('{"id":"a","method":"no.such"}')
    expect(await driver.reply('a')).toMatchObject({ error: { code: 'unknown_method' } })
    driver.write('{"id":"b","method":"theme.set","request":{"theme":"dark"}}')
    expect(await driver.reply('b')).toMatchObject({ error: { code: 'unknown_method' } })
    driver.write('{"id":"c","method":"payments.list","request":{"deskId":"demo","filter":{},"limit":0}}')
    expect(await driver.reply('c')).toMatchObject({ error: { code: 'bad_request' } })
    driver.write('{"id":"d","method":"payments.list","request":{"deskId":"demo","filter":{}}}')
    expect(await driver.reply('d')).toMatchObject({ error: { code: 'desk_closed' } })
    const key = bench.simulator.accounts[0]!.keys.secretLive
    driver.write(
      JSON.stringify({
        id: 'e',
        method: 'account.connect',
        request: { key, baseUrl: bench.simulator.baseUrl },
      }),
    )
    expect(await driver.reply('e')).toMatchObject({ error: { code: 'key_live_refused' } })
    expect(bench.simulator.ledger(bench.account, 'live').requests).toEqual([])

    const second = start('--home', home, '--no-keychain')
    second.write('{"id":1,"method":"desk.list"}')
    expect(await second.reply(1)).toMatchObject({
      error: { code: 'store_unwritable', message: expect.stringContaining('Another Bursar') },
    })
    second.end()
    driver.end()
    expect([await second.ended, await driver.ended]).toEqual([0, 0])
  },
)

test('a line ends with a line feed, and not within a text that holds another end of a line; what a shell puts before the first is no part of it', async () => {
  const driver = start('--home', aHome(), '--no-keychain')
  // JSON leaves these as they are, and the names of customers hold them.
  driver.write('\uFEFF{"id":1,"method":"no\u2028such\u2029method"}\r\n{"id":2,"method":"desk.list"}')
  expect(await driver.reply(1)).toMatchObject({
    error: { message: expect.stringContaining('no\u2028such\u2029method') },
  })
  expect(await driver.reply(2)).toMatchObject({ ok: true })
  // A key that was written in the wrong place is not repeated.
  driver.write('{"id":3,"method":"sk_test_51QabcDEF"}')
  expect(JSON.stringify(await driver.reply(3))).toContain('no method sk_test_[redacted] here')
  driver.end()
  expect(await driver.ended).toBe(0)
})

test.each([
  ['without a home', [], /^usage: /],
  [
    'with an option that it does not know',
    ['--home', 'there', '--colour'],
    /^Unknown option '--colour'\.\nusage: /,
  ],
  ['without the folder of the home', ['--home'], /^Option '--home <value>' argument missing\.\nusage: /],
])('%s it says how it is used, and ends with 2', async (_, options, says) => {
  const folder = aHome()
  const driver = startFrom(folder, ...options)
  expect(await driver.ended).toBe(2)
  expect(driver.errors()).toMatch(says)
  expect(existsSync(join(folder, 'there'))).toBe(false)
})

test('it ends in peace when nobody reads its replies any more', { timeout: 30_000 }, async () => {
  const driver = start('--home', aHome(), '--no-keychain')
  driver.write('{"id":1,"method":"desk.list"}')
  await driver.reply(1)
  driver.deafen()
  driver.write('{"id":2,"method":"desk.list"}')
  expect(await driver.ended).toBe(0)
  expect(driver.errors()).toBe('')
})

test('a home is looked for from the folder in which it was called', async () => {
  const folder = aHome()
  const driver = startFrom(folder, '--home', 'there', '--no-keychain')
  driver.write('{"id": 1, "method": "desk.list"}')
  expect(await driver.reply(1)).toMatchObject({ ok: true })
  expect(existsSync(join(folder, 'there'))).toBe(true)
  driver.end()
  expect(await driver.ended).toBe(0)
})
