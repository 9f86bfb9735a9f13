// The looks of events, the webhook listener, and how fresh a desk is.
import type { Page } from 'playwright-core'
import type { FakeOptions } from './fake-bridge.ts'
import { someFreshness } from './fake-freshness.ts'
import { proved } from './fake-listener.ts'
import type { Look } from './looks.ts'

const events = '/desks/demo/events'
const listener = '/desks/demo/listener'
const payments = '/desks/demo/payments'
const account: FakeOptions = { desk: { kind: 'account' } }

const openEvent = async (page: Page): Promise<void> => {
  await page.getByRole('row').nth(2).click()
  await page.getByLabel('Event', { exact: true }).getByText('Payload').waitFor()
}
const openFreshness = async (page: Page): Promise<void> => {
  await page.getByRole('contentinfo').locator('button[aria-haspopup]').click()
  await page.getByRole('button', { name: 'Read changes now' }).waitFor()
}
const runSelfTest = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Run the self-test' }).click()
  await page.getByRole('list', { name: 'Steps' }).scrollIntoViewIfNeeded()
}

export const eventLooks: readonly Look[] = [
  { name: 'events', place: events },
  { name: 'events-wide', place: events, width: 1600, height: 1000 },
  {
    name: 'events-refused',
    place: events,
    options: { ...account, listener: { lastAcceptedAt: null } },
  },
  { name: 'events-failed', place: `${events}?state=failed`, act: openEvent },
  {
    name: 'events-replayed',
    place: `${events}?state=failed`,
    options: { replay: { state: 'failed', problem: 'This key may not read charges.' } },
    act: async (page) => {
      await openEvent(page)
      await page.keyboard.press('e')
      await page.getByText('failed again').waitFor()
    },
  },
  {
    name: 'event-changes',
    place: `${events}?q=payment_intent.succeeded`,
    act: async (page) => {
      await openEvent(page)
      await page.getByRole('region', { name: /^Changes/ }).scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'event-payload',
    place: `${events}?q=charge.succeeded`,
    act: async (page) => {
      await openEvent(page)
      await page.getByLabel('Search in the JSON').fill('risk')
      await page.getByLabel('Search in the JSON').scrollIntoViewIfNeeded()
    },
  },
  {
    name: 'event-types',
    place: `${events}?type=invoice.*,terminal.reader.action_failed`,
    act: async (page) => {
      await page.getByRole('button', { name: /^Filter by invoice/ }).click()
      await page.getByPlaceholder(/^Type or group/).fill('refund')
    },
  },
  {
    name: 'events-of-object',
    place: `${events}?q=charge.refunded`,
    act: async (page) => {
      await openEvent(page)
      await page.getByRole('button', { name: 'All its events' }).click()
      await page.waitForTimeout(300)
    },
  },
  { name: 'events-narrow', place: events, width: 640, height: 400 },
  { name: 'event-narrow', place: events, width: 640, height: 400, act: openEvent },
  { name: 'events-empty', place: events, options: { events: 0 } },
  { name: 'events-no-match', place: `${events}?q=zzz&type=invoice.*` },
  { name: 'events-waiting', place: events, options: { silent: ['events.list', 'listener.state'] } },
  {
    name: 'events-broken',
    place: events,
    options: {
      failing: { 'events.list': { code: 'store_corrupt', message: 'The cache of this desk is damaged.' } },
    },
  },
  {
    name: 'event-broken',
    place: events,
    options: {
      failing: { 'events.detail': { code: 'not_found', message: 'This event is not in the cache.' } },
    },
    act: async (page) => page.getByRole('row').nth(2).click(),
  },
  { name: 'listener', place: listener, options: account },
  { name: 'listener-demo', place: listener },
  { name: 'listener-waiting', place: listener, options: { silent: ['listener.state'] } },
  {
    name: 'listener-empty',
    place: listener,
    options: {
      ...account,
      listener: {
        secrets: [],
        accepted: 0,
        duplicates: 0,
        refused: [],
        refusedForNobody: [],
        lastAcceptedAt: null,
        lastRefusal: null,
        note: 'Port 47250 was taken, so it listens on 47251: an address given to Stripe’s CLI earlier is out of date.',
      },
    },
    act: (page) => page.getByLabel('Signing secret', { exact: true }).fill('sk_test_123'),
  },
  {
    name: 'listener-stopped',
    place: listener,
    options: {
      ...account,
      listener: {
        running: false,
        port: null,
        urls: [],
        problem: { code: 'internal', message: 'No port could be opened: all of 47250 to 47259 are taken.' },
      },
    },
  },
  {
    name: 'listener-roll',
    place: listener,
    options: {
      ...account,
      listener: {
        secrets: [
          { ...proved, id: 'one', addedAt: Date.now() - 90 * 86_400_000 },
          { ...proved, id: 'two', addedAt: Date.now() - 60_000 },
        ],
      },
    },
    act: async (page) => {
      await page
        .getByRole('button', { name: /^Remove the secret/ })
        .first()
        .click()
      await page.getByRole('button', { name: 'Remove it' }).waitFor()
    },
  },
  {
    name: 'listener-foreign-secret',
    place: listener,
    options: {
      ...account,
      listener: {
        secrets: [
          { id: 'one', addedAt: Date.now() - 90 * 86_400_000, proof: 'unknown_to_stripe', whyNotAsked: null },
          { id: 'two', addedAt: Date.now() - 60_000, proof: 'unproved', whyNotAsked: 'No network.' },
        ],
      },
    },
  },
  { name: 'self-test', place: listener, options: account, act: runSelfTest },
  { name: 'self-test-failed', place: listener, options: { ...account, selfTest: 'fails' }, act: runSelfTest },
  { name: 'listener-narrow', place: listener, options: account, width: 640, height: 400 },
  {
    name: 'listener-broken',
    place: listener,
    options: {
      failing: { 'listener.state': { code: 'stopping', message: 'The engine was restarted. Try again.' } },
    },
  },
  { name: 'freshness', place: payments, act: openFreshness },
  {
    name: 'freshness-missing',
    place: payments,
    options: {
      sync: {
        ...someFreshness.catchingUp(),
        notUnderstood: { count: 3, example: 'dispute du_1RFake000881: evidence_due_by is text' },
        projection: { waiting: 2, failed: 3, readsDue: 1, rebuilding: null, problem: null },
      },
    },
    act: openFreshness,
  },
  {
    name: 'freshness-loading',
    place: payments,
    options: { sync: someFreshness.loading() },
    act: openFreshness,
  },
  {
    name: 'freshness-narrow',
    place: payments,
    width: 640,
    height: 400,
    options: { sync: someFreshness.loading() },
    act: openFreshness,
  },
  {
    name: 'banner-narrow',
    place: events,
    width: 640,
    height: 400,
    options: { sync: someFreshness.loading() },
  },
  { name: 'paused', place: payments, options: { sync: someFreshness.paused() } },
  {
    name: 'given-up-unread',
    place: payments,
    options: {
      payments: 0,
      sync: { ...someFreshness.unread(), phase: 'idle', reading: 'canceled', webhook: 'none' },
    },
    act: openFreshness,
  },
  { name: 'given-up', place: events, options: { sync: someFreshness.idle() } },
  { name: 'stalled', place: payments, options: { sync: someFreshness.stalled() } },
  { name: 'rebuilding', place: payments, options: { sync: someFreshness.rebuilding() }, act: openFreshness },
  {
    name: 'stop-reading',
    place: payments,
    options: { sync: someFreshness.loading() },
    act: async (page) => {
      await page.getByRole('button', { name: 'Cancel…' }).click()
      await page.getByRole('button', { name: 'Give it up' }).waitFor()
    },
  },
  {
    name: 'rebuild',
    place: payments,
    act: async (page) => {
      await openFreshness(page)
      await page.getByRole('button', { name: 'Make the tables again…' }).click()
      await page.getByRole('button', { name: 'Make them again' }).waitFor()
    },
  },
]
