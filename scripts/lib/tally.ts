// Adds up what test runners report in JSON. It must never count a run that did not happen as a pass.
import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { z } from 'zod'

export interface Tally {
  passed: number
  skipped: number
  /** One line for each that failed: file, name, and the first line of what it said. */
  failed: readonly string[]
  /** The same of those that passed only when they were run again. */
  repeated: readonly string[]
}

const vitestShape = z.object({
  numPassedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({ status: z.string(), fullName: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ),
})

const messageShape = z.object({ message: z.string().optional() })
const specShape = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(
    z.object({ status: z.string(), results: z.array(z.object({ errors: z.array(messageShape) })) }),
  ),
})
const suiteShape = z.object({
  specs: z.array(specShape),
  get suites() {
    return z.array(suiteShape).optional()
  },
})
const playwrightShape = z.object({
  suites: z.array(suiteShape),
  stats: z.object({ expected: z.int(), flaky: z.int(), skipped: z.int() }),
  errors: z.array(messageShape),
})

/** Null: there is no report, so the runner never got as far as running. */
export function tallyOfVitest(report: string): Tally | null {
  const { data } = vitestShape.safeParse(read(report))
  if (data === undefined) return null
  const tests = data.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ status, fullName, failureMessages: [first] }) => ({
      status,
      hasFailed: first !== undefined,
      line: line(name, fullName, first),
    })),
  )
  // A file that can't even be loaded, or whose preparations fail, fails without a test of its own that did.
  const broken = data.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  return {
    passed: data.numPassedTests,
    skipped: data.numPendingTests + data.numTodoTests,
    failed: [
      ...broken.map(({ name, message }) => line(name, '', message)),
      ...tests.filter(({ status }) => status === 'failed').map((test) => test.line),
    ],
    repeated: tests
      .filter(({ status, hasFailed }) => status === 'passed' && hasFailed)
      .map((test) => test.line),
  }
}

/** Null: there is no report. */
export function tallyOfPlaywright(report: string): Tally | null {
  const { data } = playwrightShape.safeParse(read(report))
  if (data === undefined) return null
  const { suites, stats, errors } = data
  const tests = suites.flatMap(specsOf).flatMap(({ file, title, tests: ofSpec }) =>
    ofSpec.map(({ status, results }) => ({
      status,
      line: line(file, title, results.flatMap((result) => result.errors)[0]?.message),
    })),
  )
  return {
    passed: stats.expected + stats.flaky,
    skipped: stats.skipped,
    failed: [
      ...errors.map(({ message }) => line('', '', message)),
      ...tests.filter(({ status }) => status === 'unexpected').map((test) => test.line),
    ],
    repeated: tests.filter(({ status }) => status === 'flaky').map((test) => test.line),
  }
}

function specsOf({ specs, suites = [] }: z.infer<typeof suiteShape>): z.infer<typeof specShape>[] {
  return [...specs, ...suites.flatMap(specsOf)]
}

function line(file: string, name: string, message = ''): string {
  const [said = ''] = stripVTControlCharacters(message).trim().split('\n')
  return [basename(file), name, said].filter(Boolean).join(' › ')
}

export function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((total, { passed }) => total + passed, 0),
    skipped: tallies.reduce((total, { skipped }) => total + skipped, 0),
    failed: tallies.flatMap(({ failed }) => failed),
    repeated: tallies.flatMap(({ repeated }) => repeated),
  }
}

/** "12 passed, 0 failed", and how many were skipped when some were. */
export function sentenceOf({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

function read(file: string): unknown {
  if (!existsSync(file)) return null
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown
  } catch {
    return null
  }
}
