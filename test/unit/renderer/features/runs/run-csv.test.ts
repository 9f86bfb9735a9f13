// The bulk runs as a table: amounts of two currencies stay apart, and nothing of it is a formula.
import { expect, test } from 'vitest'
import type { Run } from '../../../../../src/contract/runs.ts'
import { receiptHead, runTable, sumsOf } from '../../../../../src/renderer/features/runs/run-csv.ts'
import { csvFile } from '../../../../../src/domain/csv.ts'
import { csvOf } from '../../../../../src/renderer/ui/lists/use-csv-export.ts'
import { demoDesk } from '../../../../doubles/bridge/fake-desks.ts'

const now = new Date('2026-11-27T12:00:00Z')
const run: Run = {
  id: '00000000-0000-4000-8000-000000000001',
  deskId: 'demo',
  name: '=HYPERLINK("x")',
  note: '+49 30 1',
  operator: 'ada',
  retryOf: null,
  state: 'paused',
  pausedBecause: 'canary_failed',
  problem: null,
  placedAt: Date.parse('2026-11-26T09:30:00Z'),
  sendAt: Date.parse('2026-11-26T09:30:08Z'),
  endedAt: null,
  rows: 6,
  canary: 5,
  afterCanary: 'ask',
  canaryOver: false,
  counts: { waiting: 1, sending: 0, made: 3, failed: 2, unknown: 0, skipped: 0 },
  retriable: 2,
  totals: [
    { currency: 'eur', rows: 4, ordered: 123_456, made: 120_000 },
    { currency: 'jpy', rows: 2, ordered: 5000, made: 0 },
  ],
  perMinute: null,
}

test('a run has a row for each currency, amounts as they are, and how many are in which state', () => {
  const [euros, yen] = sumsOf(run).map((each) =>
    Object.fromEntries(runTable(demoDesk, now).columns.map(({ name, cell }) => [name, cell(each)])),
  )
  const ofBoth = {
    Run: run.id,
    State: 'Paused',
    'Paused because': 'canary failed',
    'Refunds of the run': '6',
    'Refunds made': '3',
    'Refunds failed': '2',
    'Refunds waiting': '1',
    Placed: '2026-11-26T09:30:00.000Z',
    Ended: '',
  }
  expect(euros).toMatchObject({ ...ofBoth, Currency: 'EUR', Ordered: '1234.56', Made: '1200.00', 'Refunds in this currency': '4' }) // prettier-ignore
  expect(yen).toMatchObject({ ...ofBoth, Currency: 'JPY', Ordered: '5000', Made: '0', 'Refunds in this currency': '2' }) // prettier-ignore
})

test('a name or a note that a spreadsheet would run stays text, in the list and above a receipt', () => {
  for (const text of [
    csvOf(runTable(demoDesk, now), sumsOf(run)),
    csvFile(receiptHead(demoDesk, run, null, now)),
  ]) {
    expect(text).toContain(`"'=HYPERLINK(""x"")"`)
    expect(text).toContain(`"'+49 30 1"`)
  }
})

test('a receipt says of which run, desk and rows it is', () => {
  const text = csvFile(receiptHead(demoDesk, run, 'failed', now))
  expect(text).toContain(`"Run id","${run.id}"`)
  expect(text).toContain('"Placed","2026-11-26T09:30:00.000Z by ada"')
  expect(text).toContain('"Filter","State: Failed"')
  expect(text).toContain(`"Bulk refund","${demoDesk.businessName}, DEMO"`)
})

test('a receipt of a run whose journal is a backup does not say that the rest was never sent', () => {
  expect(csvFile(receiptHead(demoDesk, run, null, now))).toContain('skipped was never sent')
  const problem = { code: 'order_too_late', message: 'The journal was restored from a backup.' } as const
  const stopped = { ...run, state: 'stopped' as const, pausedBecause: null, problem }
  const text = csvFile(receiptHead(demoDesk, stopped, null, now))
  expect(text).toContain('"Problem","The journal was restored from a backup."')
  expect(text).not.toContain('never sent')
  expect(text).toContain('may have been since')
})
