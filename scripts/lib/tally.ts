// Adds up what test runners report in JSON. It must never count a run that did not happen as a pass.
import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'

export interface Tally {
  passed: number
  failed: number
  skipped: number
  /** Of those that passed: only when they were run again. */
  repeated?: number
}

const vitestShape = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
})

const playwrightShape = z.object({
  stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }),
  errors: z.array(z.unknown()),
})

/** Null: there is no report, so the runner never got as far as running. */
export function tallyOfVitest(file: string): Tally | null {
  const report = vitestShape.safeParse(read(file))
  if (!report.success) return null
  const { data } = report
  // A file that can't even be loaded fails without having a test of its own.
  const broken = data.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length
  return {
    passed: data.numPassedTests,
    failed: data.numFailedTests + broken,
    skipped: data.numPendingTests + data.numTodoTests,
  }
}

/** Null: there is no report. */
export function tallyOfPlaywright(file: string): Tally | null {
  const report = playwrightShape.safeParse(read(file))
  if (!report.success) return null
  const { stats, errors } = report.data
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
    repeated: stats.flaky,
  }
}

export function sum(tallies: readonly Tally[]): Required<Tally> {
  const total = { passed: 0, failed: 0, skipped: 0, repeated: 0 }
  for (const { passed, failed, skipped, repeated = 0 } of tallies) {
    total.passed += passed
    total.failed += failed
    total.skipped += skipped
    total.repeated += repeated
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
