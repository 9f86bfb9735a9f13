// How long a start takes, from the birth of the process to the first list of payments on the screen, and what it weighs.
// `npm run bench -- start [rounds]`; the last line is JSON of the first-ever starts' medians.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { startChromium } from '../doubles/electron/host/chromium.ts'
import { onRealElectron, openApp, type RunningApp } from '../e2e/support/app.ts'
import { buildIfStale, root } from '../e2e/support/build.ts'
import { descendants } from '../e2e/support/secrets.ts'

const rounds = Number(process.argv[2] ?? 5)

interface Round {
  /** From the start of the process until the first screen is painted. */
  windowMs: number
  /** From the start of the process until the first rows of the list are painted, the click on the way included. */
  listMs: number
  mainRssMb: number
  rendererRssMb: number
  browserRssMb: number
  /** Gzipped, of the JavaScript loaded until the list stood. */
  rendererJsKb: number
}

async function round(profile: string, kind: 'first' | 'warm'): Promise<Round> {
  const began = performance.now()
  const app = await openApp({ profile, folder: root })
  const { page } = app
  const door =
    kind === 'first'
      ? page.getByRole('button', { name: 'Open the demo desk' })
      : page.getByRole('link', { name: /^DEMO/ })
  await shown(app, kind === 'first' ? 'button' : 'a', kind === 'first' ? 'Open the demo desk' : 'DEMO')
  await painted(app)
  const windowMs = performance.now() - began
  await door.click()
  await shown(app, '[data-payment]')
  await painted(app)
  const listMs = performance.now() - began
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.endsWith('.js')),
  )
  const memory = memoryOf(app)
  await app.quit()
  return { windowMs, listMs, ...memory, rendererJsKb: gzippedKb([...new Set(scripts)]) }
}

/** From nothing to a painted page of an empty browser: what no app under the double can be quicker than. In milliseconds. */
async function blankWindow(): Promise<number> {
  const began = performance.now()
  const context = await startChromium({ headless: true, size: { x: 0, y: 0, width: 1280, height: 800 } })
  const page = context.pages()[0] ?? (await context.newPage())
  await page.goto('data:text/html,<p>Blank</p>')
  await painted({ page })
  const took = performance.now() - began
  await context.close()
  return took
}

/** Looks at every frame: a locator that waits looks every half second, and would tell of rows that late. */
async function shown({ page }: Pick<RunningApp, 'page'>, selector: string, words = ''): Promise<void> {
  await page.evaluate(
    ([selector, words]) =>
      new Promise<void>((resolve) => {
        const isThere = (): boolean =>
          [...document.querySelectorAll(selector)].some(
            (each) => each.checkVisibility() && each.textContent.includes(words),
          )
        const look = (): void => (isThere() ? resolve() : void requestAnimationFrame(look))
        look()
      }),
    [selector, words] as const,
  )
}

/** Two frames later everything of before is on the screen. */
async function painted({ page }: Pick<RunningApp, 'page'>): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  )
}

function gzippedKb(paths: readonly string[]): number {
  const bytes = paths
    .map((path) => gzipSync(readFileSync(join(root, 'out', 'renderer', path))).length)
    .reduce((sum, length) => sum + length, 0)
  return bytes / 1000
}

/** Resident memory in MB: the app's own process with its threads, the page's process, and the rest of the browser. */
function memoryOf({ pid }: RunningApp): Pick<Round, 'mainRssMb' | 'rendererRssMb' | 'browserRssMb'> {
  const megabytes = (each: number): number => {
    try {
      const [, kb = '0'] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${each}/status`, 'utf8')) ?? []
      return Number(kb) / 1000
    } catch {
      return 0
    }
  }
  const processes = descendants()
  const renderers = processes.filter(({ command }) => command.includes('--type=renderer'))
  const others = processes.filter(
    (each) => each.pid !== pid && !renderers.includes(each) && /chrom|electron/i.test(each.command),
  )
  return {
    mainRssMb: megabytes(pid),
    rendererRssMb: Math.max(0, ...renderers.map((each) => megabytes(each.pid))),
    browserRssMb: others.reduce((sum, each) => sum + megabytes(each.pid), 0),
  }
}

function medians(measured: readonly Round[]): Round {
  const median = (pick: (round: Round) => number): number =>
    measured.map(pick).toSorted((one, other) => one - other)[Math.floor(measured.length / 2)] ?? Number.NaN
  return {
    windowMs: median((each) => each.windowMs),
    listMs: median((each) => each.listMs),
    mainRssMb: median((each) => each.mainRssMb),
    rendererRssMb: median((each) => each.rendererRssMb),
    browserRssMb: median((each) => each.browserRssMb),
    rendererJsKb: median((each) => each.rendererJsKb),
  }
}

const figures: readonly [heading: string, pick: (round: Round) => number][] = [
  ['window ms', (each) => each.windowMs],
  ['list ms', (each) => each.listMs],
  ['main MB', (each) => each.mainRssMb],
  ['page MB', (each) => each.rendererRssMb],
  ['browser MB', (each) => each.browserRssMb],
  ['page JS kB', (each) => each.rendererJsKb],
]

const line = (what: string, cells: readonly string[]): void =>
  console.log(what.padEnd(16) + cells.map((cell) => cell.padStart(12)).join(''))
const show = (what: string, measured: Round): void =>
  line(
    what,
    figures.map(([, pick]) => pick(measured).toFixed(0)),
  )

buildIfStale()
console.log(
  `Start, ${rounds} rounds ${onRealElectron ? 'in Electron' : 'under the Electron double'}. "window": process start to the first screen painted.\n` +
    '"list": process start to the first payments painted, through opening the demo desk; "first": a profile never used before,\n' +
    'where the demo’s year is made up and first read on the way; "warm": the same profile once more. "main" holds all threads.\n' +
    '"blank": an empty page of the same browser, which tells how quick the machine is just now.\n',
)
line(
  '',
  figures.map(([heading]) => heading),
)
const measured: Record<'first' | 'warm', Round[]> = { first: [], warm: [] }
const blanks: number[] = []
for (let count = 1; count <= rounds; count++) {
  const profile = mkdtempSync(join(tmpdir(), 'bursar-bench-'))
  try {
    if (!onRealElectron) {
      blanks.push(await blankWindow())
      line(`blank ${count}`, [(blanks.at(-1) ?? Number.NaN).toFixed(0)])
    }
    for (const kind of ['first', 'warm'] as const) {
      const result = await round(profile, kind)
      measured[kind].push(result)
      show(`${kind} ${count}`, result)
    }
  } finally {
    rmSync(profile, { recursive: true, force: true })
  }
}
const first = medians(measured.first)
console.log('')
const blank = blanks.toSorted((one, other) => one - other)[Math.floor(blanks.length / 2)]
if (blank !== undefined) {
  line('median, blank', [blank.toFixed(0)])
  console.log(
    `The first list takes ${(first.listMs / blank).toFixed(1)} times a blank window of the same browser.`,
  )
}
show('median, first', first)
show('median, warm', medians(measured.warm))
console.log(
  JSON.stringify({
    window_ms: Math.round(first.windowMs),
    list_ms: Math.round(first.listMs),
    main_rss_mb: Math.round(first.mainRssMb),
    renderer_rss_mb: Math.round(first.rendererRssMb),
    renderer_js_kb: Math.round(first.rendererJsKb),
  }),
)
