// `npm test [part of a file's name …]`: first vitest, then the end-to-end specs; at the end each test that failed is
// named once more, and the last line is the sum of both.
// Nothing run, or a runner that broke off, is a failure.
import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { memoryFolder } from './lib/memory-folder.ts'
import { sentenceOf, sum, tallyOfPlaywright, tallyOfVitest, type Tally } from './lib/tally.ts'

const root = join(import.meta.dirname, '..')
const reports = join(root, 'out', 'test')
const filters = process.argv.slice(2)
const temporary = memoryFolder()
const nothing: Tally = { passed: 0, skipped: 0, failed: [], repeated: [] }

interface Runner {
  name: string
  command: string[]
  report: string
  tally: (report: string) => Tally | null
}

const vitestReport = join(reports, 'vitest.json')
const runners: readonly Runner[] = [
  {
    name: 'vitest',
    command: [
      'vitest',
      'run',
      '--passWithNoTests',
      '--reporter=default',
      '--reporter=json',
      // A shell, which Windows needs, would cut a whole path at its spaces.
      `--outputFile.json=${relative(root, vitestReport)}`,
    ],
    report: vitestReport,
    tally: tallyOfVitest,
  },
  {
    name: 'playwright',
    command: ['playwright', 'test', '--pass-with-no-tests'],
    report: join(reports, 'playwright.json'),
    tally: tallyOfPlaywright,
  },
]

function run([program = '', ...args]: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn('npx', [program, ...args], {
      cwd: root,
      env: { ...process.env, ...(temporary !== null && { TMPDIR: temporary }) },
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    })
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

/** A runner that says it failed without naming a test, or leaves no report, counts as one failure. */
async function count({ name, command, report, tally }: Runner): Promise<Tally> {
  rmSync(report, { force: true })
  const code = await run([...command, ...filters])
  const counted = tally(report)
  if (counted !== null && (code === 0 || counted.failed.length > 0)) return counted
  const broken = `${name} ended with exit code ${code}${counted === null ? ' and no report' : ''}.`
  return sum([counted ?? nothing, { ...nothing, failed: [broken] }])
}

mkdirSync(reports, { recursive: true })
// An interruption comes to the runners as well; this process ends with what it was given removed.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
const tallies: Tally[] = []
for (const runner of runners) tallies.push(await count(runner))
const total = sum(tallies)
if (total.passed + total.failed.length === 0) console.error('No test ran.')
for (const test of total.repeated) console.error(`Passed only when run again, a defect to find: ${test}`)
for (const test of total.failed) console.error(`Failed: ${test}`)
console.log(sentenceOf(total))
process.exitCode = total.failed.length > 0 || total.passed === 0 ? 1 : 0
