// The looks of bulk refunds: choosing payments, the form with what was found, the list, and a run in each of its states.
import type { Page } from 'playwright-core'
import type { FakeOptions } from './fake-bridge.ts'
import type { Look } from './looks.ts'

const payments = '/desks/demo/payments'
const runs = '/desks/demo/runs'
const run = (place: number): string => `${runs}/00000000-0000-4000-8000-00000000000${place}`
const some: FakeOptions = { runs: 'some' }

const choose = async (page: Page): Promise<void> => {
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  for (let row = 0; row < 9; row++) await page.keyboard.press('Shift+ArrowDown')
  await page.getByRole('region', { name: 'Chosen payments' }).waitFor()
}
/** Good rows of the list as it stands, and every kind of wrong one. */
const fill = async (page: Page): Promise<void> => {
  const ids = await page.evaluate(async () => {
    const { bursar } = window as unknown as {
      bursar: { call: (method: string, request: unknown) => Promise<{ value: { rows: { id: string }[] } }> }
    }
    const answer = await bursar.call('payments.list', {
      deskId: 'demo',
      filter: { status: ['succeeded', 'partially_refunded'] },
      limit: 60,
    })
    return answer.value.rows.map(({ id }) => id)
  })
  const text = [
    'payment;amount;currency;reason;customer note',
    ...ids.slice(0, 40).map((id) => `${id};;;;`),
    '4.2E+23;10,00;eur;;',
    `${ids[41]};1.234;eur;;`,
    `${ids[0]};5,00;;;again`,
    `${ids[0]?.replace('pi_', 'ch_')};5,00;;;`,
    'pi_OfAnotherAccount;12,00;eur;;',
    `${ids[42]};99999999,00;;;`,
    `${ids[43]};;;because;`,
  ].join('\n')
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'cancelled-workshops.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
  await page.getByText(/rows are checked/).waitFor()
}
const errors = async (page: Page): Promise<void> => {
  await fill(page)
  await page.getByRole('button', { name: /^Errors/ }).click()
}

export const runLooks: readonly Look[] = [
  { name: 'payments-chosen', place: payments, act: choose },
  { name: 'payments-chosen-narrow', place: payments, width: 640, height: 400, act: choose },
  { name: 'runs', place: runs, options: some },
  { name: 'runs-narrow', place: runs, options: some, width: 640, height: 400 },
  { name: 'runs-empty', place: runs },
  { name: 'runs-waiting', place: runs, options: { silent: ['runs.list'] } },
  {
    name: 'runs-broken',
    place: runs,
    options: {
      failing: { 'runs.list': { code: 'store_corrupt', message: 'The journal of this desk is damaged.' } },
    },
  },
  { name: 'run-new', place: `${runs}/new` },
  { name: 'run-new-narrow', place: `${runs}/new`, width: 640, height: 400 },
  { name: 'run-form', place: `${runs}/new`, act: fill },
  { name: 'run-form-errors', place: `${runs}/new`, act: errors },
  { name: 'run-form-narrow', place: `${runs}/new`, act: errors, width: 640, height: 400 },
  {
    name: 'run-unusable',
    place: `${runs}/new`,
    act: async (page) => {
      await page.locator('input[type=file]').setInputFiles({
        name: 'customers.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('name,e-mail\nAda,ada@example.com\n'),
      })
      await page.getByRole('alert').waitFor()
    },
  },
  {
    name: 'run-confirm-live',
    place: `${runs}/new`,
    options: {
      desk: {
        mode: 'live',
        kind: 'account',
        access: { orders: 'open', unlockedUntil: Date.now() + 200_000, passphrase: true, tryAgainAt: null },
      },
    },
    act: async (page) => {
      await fill(page)
      await page.getByLabel(/^Leave out/).check()
      await page.getByRole('button', { name: 'Review the run…' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'run-held',
    place: `${runs}/new`,
    options: { holdMilliseconds: 30_000 },
    act: async (page) => {
      await fill(page)
      await page.getByLabel(/^Leave out/).check()
      await page.getByRole('button', { name: /^Place/ }).click()
      await page.getByRole('timer').waitFor()
    },
  },
  { name: 'run-running', place: run(1), options: some },
  { name: 'run-canary', place: run(2), options: some },
  { name: 'run-failures', place: run(3), options: some },
  { name: 'run-stopped', place: run(4), options: some },
  { name: 'run-rest', place: `${runs}/new?retry=${run(4).slice(runs.length + 1)}`, options: some },
  { name: 'run-rest-none', place: `${runs}/new?retry=${run(5).slice(runs.length + 1)}`, options: some },
  { name: 'run-narrow', place: run(2), options: some, width: 640, height: 400 },
  {
    name: 'run-stop',
    place: run(1),
    options: some,
    act: async (page) => {
      await page.getByRole('button', { name: /^Stop for good/ }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'run-unknown', place: run(9), options: some },
]
