// Adds up what test runners report in JSON. It must never count a run that did not happen as a pass.
import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { z } from 'zod'

export interface Tally {
  passed: number
  failed: number
  skipped: number
  /** Of those that passed: only when they were run again. */
  repeated?: number
  /** Each that failed, by file and name, with the first line of what it said. */
  failures?: readonly string[]
}

const vitestShape = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
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
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
  errors: z.array(messageShape),
})

/** Null: there is no report, so the runner never got as far as running. */
export function tallyOfVitest(file: string): Tally | null {
  const report = vitestShape.safeParse(read(file))
  if (!report.success) return null
  const { data } = report
  // A file that can't even be loaded fails without having a test of its own.
  const broken = data.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  return {
    passed: data.numPassedTests,
    failed: data.numFailedTests + broken.length,
    skipped: data.numPendingTests + data.numTodoTests,
    failures: [
      ...broken.map(({ name, message }) => failure(name, null, message)),
      ...data.testResults.flatMap(({ name, assertionResults }) =>
        assertionResults
          .filter(({ status }) => status === 'failed')
          .map(({ fullName, failureMessages }) => failure(name, fullName, failureMessages[0])),
      ),
    ],
  }
}

/** Null: there is no report. */
export function tallyOfPlaywright(file: string): Tally | null {
  const report = playwrightShape.safeParse(read(file))
  if (!report.success) return null
  const { suites, stats, errors } = report.data
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
    repeated: stats.flaky,
    failures: [
      ...errors.map(({ message }) => failure(null, null, message)),
      ...suites
        .flatMap(specsOf)
        .flatMap(({ file: name, title, tests }) =>
          tests
            .filter(({ status }) => status === 'unexpected')
            .map(({ results }) => failure(name, title, results.at(-1)?.errors[0]?.message)),
        ),
    ],
  }
}

function specsOf({ specs, suites = [] }: z.infer<typeof suiteShape>): z.infer<typeof specShape>[] {
  return [...specs, ...suites.flatMap(specsOf)]
}

function failure(file: string | null, name: string | null, message = ''): string {
  const [said = ''] = stripVTControlCharacters(message).trim().split('\n')
  return [file && basename(file), name, said].filter(Boolean).join(' › ')
}

export function sum(tallies: readonly Tally[]): Required<Tally> {
  const total = { passed: 0, failed: 0, skipped: 0, repeated: 0, failures: [] as string[] }
  for (const { passed, failed, skipped, repeated = 0, failures = [] } of tallies) {
    total.passed += passed
    total.failed += failed
    total.skipped += skipped
    total.repeated += repeated
    total.failures.push(...failures)
  }
  return total
}

/** "12 passed, 0 failed", and how many were skipped when some were. */
export function sentenceOf({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

function read(file: string): unknown {
  if (!existsSync(file)) return null
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown
  } catch {
    return null
  }
}
