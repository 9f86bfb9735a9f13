import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sentenceOf, sum, tallyOfPlaywright, tallyOfVitest } from '../../../../scripts/lib/tally.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'bursar-tally-'))))
afterEach(() => rmSync(folder, { recursive: true }))

function report(content: unknown): string {
  const file = join(folder, 'report.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

const vitest = {
  numPassedTests: 2,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: [
    {
      name: '/somewhere/test/unit/money.test.ts',
      status: 'failed',
      message: '',
      assertionResults: [
        { status: 'passed', fullName: 'money is whole', failureMessages: [] },
        { status: 'passed', fullName: 'money rounds', failureMessages: ['Error: late'] },
        {
          status: 'failed',
          fullName: 'money has a sign',
          failureMessages: ['AssertionError: no sign\n    at money.ts'],
        },
      ],
    },
    {
      name: '/somewhere/test/unit/broken.test.ts',
      status: 'failed',
      message: 'Cannot find x',
      assertionResults: [],
    },
  ],
}

const spec = (title: string, ...statuses: string[]) => ({
  title,
  file: '03-refund.spec.ts',
  tests: statuses.map((status) => ({
    status,
    results: [{ errors: [{ message: '\u001b[31mError: late\u001b[39m\nmore' }] }, { errors: [] }],
  })),
})
const playwright = {
  suites: [
    {
      specs: [],
      suites: [{ specs: [spec('it refunds', 'unexpected'), spec('it waits', 'flaky', 'expected')] }],
    },
  ],
  stats: { expected: 1, unexpected: 1, flaky: 1, skipped: 1 },
  errors: [{ message: 'Error: the page crashed' }],
}

describe('what the test runners report', () => {
  it('counts a file that can’t be loaded as a failure, and names each one that failed', () =>
    expect(tallyOfVitest(report(vitest))).toEqual({
      passed: 2,
      skipped: 3,
      failed: [
        'broken.test.ts › Cannot find x',
        'money.test.ts › money has a sign › AssertionError: no sign',
      ],
      repeated: ['money.test.ts › money rounds › Error: late'],
    }))

  it('counts an error outside of any spec as a failure, and one that passed at the second try as passed', () =>
    expect(tallyOfPlaywright(report(playwright))).toEqual({
      passed: 2,
      skipped: 1,
      failed: ['Error: the page crashed', '03-refund.spec.ts › it refunds › Error: late'],
      repeated: ['03-refund.spec.ts › it waits › Error: late'],
    }))

  it.each([
    ['is not there', null],
    ['is cut off', '{"stats": {'],
    ['is another’s', '{}'],
  ])('is never a pass where it %s', (_, content) => {
    const file = content === null ? join(folder, 'none.json') : report(content)
    expect([tallyOfVitest(file), tallyOfPlaywright(file)]).toEqual([null, null])
  })

  it('is added up in one sentence', () => {
    const total = sum([
      { passed: 3, skipped: 0, failed: ['a'], repeated: [] },
      { passed: 2, skipped: 1, failed: [], repeated: ['b'] },
    ])
    expect(sentenceOf(total)).toBe('5 passed, 1 failed, 1 skipped')
    expect(total).toEqual({ passed: 5, skipped: 1, failed: ['a'], repeated: ['b'] })
  })
})
